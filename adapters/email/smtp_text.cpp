#include "adapters/email/smtp_text.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

constexpr std::size_t address_bytes_max = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets
constexpr std::size_t local_part_bytes_max = 64;
constexpr std::size_t line_bytes_max = 998;

bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// atext of RFC 5322 §3.2.3, and the dot.
bool may_stand_in_local_part(char c)
{
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool is_domain(std::string_view name)
{
    const bool edges = !name.empty() && is_alphanumeric(name.front()) && is_alphanumeric(name.back());
    return edges && name.find("..") == std::string_view::npos &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

} // namespace

bool sound_address(std::string_view address)
{
    const auto at = address.find('@');
    if (at == std::string_view::npos || address.size() > address_bytes_max)
        return false;
    const auto local = address.substr(0, at);
    const bool dots = local.starts_with('.') || local.ends_with('.') || local.find("..") != std::string_view::npos;
    return !local.empty() && local.size() <= local_part_bytes_max && !dots &&
           std::all_of(local.begin(), local.end(), may_stand_in_local_part) && is_domain(address.substr(at + 1));
}

bool sound_greeting_name(std::string_view name)
{
    if (name.size() > address_bytes_max)
        return false;
    if (!name.starts_with('['))
        return is_domain(name);
    return name.size() > 2 && name.ends_with(']') &&
           std::all_of(name.begin() + 1, name.end() - 1, [](char c) { return is_alphanumeric(c) || c == '.' || c == ':'; });
}

bot::result<mail_data> to_mail_data(std::string_view raw)
{
    if (raw.empty())
        return bot::fail(bot::errc::rejected, "mail: empty");
    mail_data out;
    out.wire.reserve(raw.size() + raw.size() / 32 + 8);
    for (std::size_t at = 0; at < raw.size();) {
        const auto end = std::min(raw.find_first_of("\r\n", at), raw.size());
        const auto line = raw.substr(at, end - at);
        if (line.size() > line_bytes_max)
            return bot::fail(bot::errc::rejected, "mail: a line is too long");
        for (const char c : line) {
            if (c == '\0')
                return bot::fail(bot::errc::rejected, "mail: NUL byte");
            out.eight_bit = out.eight_bit || static_cast<unsigned char>(c) > 0x7F;
        }
        if (line.starts_with('.'))
            out.wire.push_back('.');
        out.wire.append(line).append("\r\n");
        const bool pair = raw.substr(end, 2) == "\r\n";
        at = end + (pair ? 2 : 1);
    }
    out.wire.append(".\r\n");
    return out;
}

} // namespace adapters::email
