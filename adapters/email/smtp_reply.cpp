#include "adapters/email/smtp_reply.hpp"

#include "adapters/email/alarm.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::email {

namespace {

constexpr std::size_t line_bytes_max = 4'096; // RFC 5321 says 512; some explain themselves at length
constexpr std::size_t lines_max = 128;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// "5.1.1" at the beginning of a line, as three numbers; nothing for anything else.
std::optional<std::array<int, 3>> status_of(std::string_view text)
{
    std::array<int, 3> parts{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::size_t digits = 0;
        while (at < text.size() && is_digit(text[at]) && digits < 3) {
            parts[i] = parts[i] * 10 + (text[at] - '0');
            ++at;
            ++digits;
        }
        if (digits == 0)
            return std::nullopt;
        if (i + 1 < parts.size() && (at >= text.size() || text[at++] != '.'))
            return std::nullopt;
    }
    return at == text.size() || text[at] == ' ' ? std::optional(parts) : std::nullopt;
}

} // namespace

int smtp_reply::subject() const
{
    const auto status = status_of(enhanced);
    return status ? (*status)[1] : 0;
}

int smtp_reply::detail() const
{
    const auto status = status_of(enhanced);
    return status ? (*status)[2] : 0;
}

std::string smtp_reply::text() const
{
    return lines.empty() ? std::string() : printable(lines.front());
}

void smtp_reader::put(std::string_view bytes)
{
    if (!broken_)
        in_.append(bytes);
}

/// Takes one line into `open_`; false while it has no end.
bot::result<bool> smtp_reader::take_line()
{
    const auto end = in_.find('\n');
    if (std::min(end, in_.size()) > line_bytes_max)
        return bot::fail(bot::errc::malformed, "smtp: line too long");
    if (end == std::string::npos)
        return false;
    std::string line = in_.substr(0, end);
    in_.erase(0, end + 1);
    if (!line.ends_with('\r'))
        return bot::fail(bot::errc::malformed, "smtp: bare line feed");
    line.pop_back();
    const bool coded = line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && is_digit(line[1]) && is_digit(line[2]) &&
                       (line.size() == 3 || line[3] == ' ' || line[3] == '-');
    if (!coded)
        return bot::fail(bot::errc::malformed, "smtp: line without a code");
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (!open_.lines.empty() && code != open_.code)
        return bot::fail(bot::errc::malformed, "smtp: two codes in one reply");
    if (open_.lines.size() >= lines_max)
        return bot::fail(bot::errc::malformed, "smtp: too many lines");
    open_.code = code;
    open_.lines.push_back(line.size() > 4 ? line.substr(4) : std::string());
    return true;
}

bot::result<std::optional<smtp_reply>> smtp_reader::next()
{
    for (;;) {
        if (broken_)
            return bot::fail(broken_->code, broken_->detail);
        // Whether the line about to be taken is the last of its reply stands in its fourth byte.
        const bool more = in_.size() > 3 && in_[3] == '-';
        const auto taken = take_line();
        if (!taken) {
            broken_ = taken.error();
            continue;
        }
        if (!*taken)
            return std::nullopt;
        if (more)
            continue;
        smtp_reply whole = std::exchange(open_, {});
        const std::string_view first = whole.lines.front();
        const auto word = first.substr(0, first.find(' '));
        if (status_of(word))
            whole.enhanced = std::string(word);
        return whole;
    }
}

} // namespace adapters::email
