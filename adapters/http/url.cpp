#include "adapters/http/url.hpp"

#include <algorithm>

namespace adapters::http {

namespace {

bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string lower(std::string_view text)
{
    std::string all(text);
    for (char& c : all)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return all;
}

bool good_host(std::string_view host)
{
    const bool v6 = host.find(':') != std::string_view::npos;
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [v6](char c) {
        return is_alnum(c) || c == '.' || (v6 ? c == ':' : c == '-' || c == '_');
    });
}

bool good_port(std::string_view port)
{
    return !port.empty() && port.size() <= 5 &&
           std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           std::stoi(std::string(port)) <= 65'535;
}

} // namespace

std::string url::origin() const
{
    const bool v6 = host.find(':') != std::string::npos;
    return scheme + "://" + (v6 ? "[" + host + "]" : host) + ":" + port;
}

bot::result<url> parse_url(std::string_view text)
{
    const auto broken = [](const char* what) { return bot::fail(bot::errc::malformed, what); };
    // A backslash is a slash to browsers and a letter to others: nobody should have to guess where the host ends.
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\'; }))
        return broken("url: space, control character or backslash");
    url parts;
    const auto colon = text.find("://");
    parts.scheme = lower(text.substr(0, colon == std::string_view::npos ? 0 : colon));
    if (parts.scheme != "http" && parts.scheme != "https")
        return broken("url: neither http nor https");
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));
    const auto authority = text.substr(0, text.find_first_of("/?"));
    const auto target = text.substr(authority.size());
    if (authority.find('@') != std::string_view::npos)
        return broken("url: user information");
    std::string_view host = authority;
    std::string_view port = parts.scheme == "https" ? "443" : "80";
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos)
            return broken("url: bracket");
        if (end + 1 < host.size() && host[end + 1] != ':')
            return broken("url: port");
        if (end + 1 < host.size())
            port = host.substr(end + 2);
        host = host.substr(1, end - 1);
        if (host.find(':') == std::string_view::npos)
            return broken("url: host");
    } else if (const auto at = host.find(':'); at != std::string_view::npos) {
        port = host.substr(at + 1);
        host = host.substr(0, at);
    }
    if (!good_host(host))
        return broken("url: host");
    if (!good_port(port))
        return broken("url: port");
    parts.host = lower(host);
    parts.port = port;
    parts.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    return parts;
}

std::string percent_decode(std::string_view text, bool plus_is_space)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            plain += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            plain += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

std::string percent_encode(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            safe += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            safe += '%';
            safe += digits[byte >> 4U];
            safe += digits[byte & 15U];
        }
    }
    return safe;
}

std::string form_encode(const form_fields& fields)
{
    std::string all;
    for (const auto& [name, value] : fields) {
        if (!all.empty())
            all += '&';
        all += percent_encode(name) + "=" + percent_encode(value);
    }
    return all;
}

} // namespace adapters::http
