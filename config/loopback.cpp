#include "config/loopback.hpp"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

bool is_byte(std::string_view digits)
{
    unsigned value = 256;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failure == std::errc() && end == digits.data() + digits.size() && value < 256;
}

} // namespace

bool is_loopback_host(std::string_view host)
{
    if (host == "localhost" || host == "::1")
        return true;
    if (!host.starts_with("127.") || std::ranges::count(host, '.') != 3)
        return false;
    while (true) {
        const auto dot = host.find('.');
        if (!is_byte(host.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        host.remove_prefix(dot + 1);
    }
}

bool is_loopback_url(std::string_view url)
{
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        return false;
    auto authority = url.substr(scheme.size());
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.starts_with("[::1]"))
        return authority.size() == 5 || authority[5] == ':';
    if (authority.find('@') != std::string_view::npos)
        return false;
    return is_loopback_host(authority.substr(0, authority.find(':')));
}

} // namespace config
