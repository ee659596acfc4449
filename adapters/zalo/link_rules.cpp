#include "adapters/http/url.hpp"
#include "adapters/zalo/attachment_fetcher.hpp"

#include <algorithm>

namespace adapters::zalo {

namespace asio = boost::asio;

namespace {

struct network4 {
    std::uint32_t base;
    int bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return a << 24U | b << 16U | c << 8U | d;
}

/// Not reachable through the public internet, or reachable only where it hurts (IANA special-purpose registry).
constexpr network4 special4[] = {
    {v4(0, 0, 0, 0), 8},       {v4(10, 0, 0, 0), 8},     {v4(100, 64, 0, 0), 10},  {v4(127, 0, 0, 0), 8},
    {v4(169, 254, 0, 0), 16},  {v4(172, 16, 0, 0), 12},  {v4(192, 0, 0, 0), 24},   {v4(192, 0, 2, 0), 24},
    {v4(192, 88, 99, 0), 24},  {v4(192, 168, 0, 0), 16}, {v4(198, 18, 0, 0), 15},  {v4(198, 51, 100, 0), 24},
    {v4(203, 0, 113, 0), 24},  {v4(224, 0, 0, 0), 4},    {v4(240, 0, 0, 0), 4},
};

bool is_public4(std::uint32_t address)
{
    return std::none_of(std::begin(special4), std::end(special4), [address](const network4& one) {
        return address >> (32 - one.bits) == one.base >> (32 - one.bits);
    });
}

bool is_public6(const asio::ip::address_v6& address)
{
    const auto bytes = address.to_bytes();
    const bool global = (bytes[0] & 0xE0U) == 0x20; // 2000::/3 is all there is of global unicast
    const bool teredo_and_kin = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02; // 2001::/23
    const bool documentation =
        (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8) || bytes[0] == 0x3F;
    const bool six_to_four = bytes[0] == 0x20 && bytes[1] == 0x02; // an IPv4 address in disguise
    return global && !teredo_and_kin && !documentation && !six_to_four;
}

bool host_listed(std::string_view host, const std::vector<std::string>& hosts)
{
    return std::any_of(hosts.begin(), hosts.end(), [host](const std::string& one) {
        return host == one || (host.size() > one.size() && host.ends_with(one) &&
                               host[host.size() - one.size() - 1] == '.');
    });
}

} // namespace

bool is_public(const asio::ip::address& address)
{
    if (address.is_v4())
        return is_public4(address.to_v4().to_uint());
    const auto six = address.to_v6();
    if (six.is_v4_mapped())
        return is_public4(asio::ip::make_address_v4(asio::ip::v4_mapped, six).to_uint());
    return is_public6(six);
}

bot::result<void> link_allowed(std::string_view link, const fetch_options& options)
{
    const auto parts = http::parse_url(link);
    if (!parts)
        return bot::fail(bot::errc::rejected, "attachment link: " + parts.error().detail);
    const bool near = parts->host == "127.0.0.1" || parts->host == "::1" || parts->host == "localhost";
    if (options.loopback && near)
        return {};
    if (parts->scheme != "https")
        return bot::fail(bot::errc::rejected, "attachment link: not https");
    if (!host_listed(parts->host, options.hosts))
        return bot::fail(bot::errc::rejected, "attachment link: host not allowed");
    return {};
}

} // namespace adapters::zalo
