#include "adapters/http/message.hpp"

#include "adapters/http/url.hpp"

#include <algorithm>

namespace adapters::http {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::string_view find(const headers& all, std::string_view name)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const header& one) { return same_name(one.name, name); });
    return found == all.end() ? std::string_view() : std::string_view(found->value);
}

std::string_view request::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

std::string request::query(std::string_view name) const
{
    const auto mark = target.find('?');
    if (mark == std::string::npos)
        return {};
    std::string_view rest = std::string_view(target).substr(mark + 1);
    rest = rest.substr(0, rest.find('#'));
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const auto equals = pair.find('=');
        if (percent_decode(pair.substr(0, equals), true) == name)
            return equals == std::string_view::npos ? std::string() : percent_decode(pair.substr(equals + 1), true);
    }
    return {};
}

} // namespace adapters::http
