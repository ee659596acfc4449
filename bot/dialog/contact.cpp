#include "bot/dialog/contact.hpp"

#include <algorithm>
#include <iterator>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_phone = 80;  ///< bytes, with a remark
constexpr std::size_t longest_email = 254; ///< RFC 5321, 4.5.3.1.3 less the brackets
constexpr std::size_t fewest_digits = 8;
constexpr std::size_t most_digits = 15; ///< ITU-T E.164

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_grouping(char c)
{
    return std::string_view(" .-()/").find(c) != std::string_view::npos;
}

} // namespace

std::optional<std::string> parse_phone(std::string_view text)
{
    if (text.size() > longest_phone)
        return std::nullopt;
    auto first = std::ranges::find_if(text, [](char c) { return is_digit(c) || c == '+'; });
    std::string digits;
    auto end = first;
    for (; end != text.end() && (is_digit(*end) || is_grouping(*end) || (end == first && *end == '+')); ++end)
        if (is_digit(*end))
            digits += *end;
    if (digits.size() < fewest_digits || digits.size() > most_digits)
        return std::nullopt;
    const bool is_foreign = *first == '+';
    while (first != text.begin() && is_grouping(*std::prev(first)))
        --first;
    if (first != text.begin() || end != text.end())
        return std::string(text);
    if (digits.starts_with("84") && digits.size() >= 11)
        return "0" + digits.substr(2);
    return (is_foreign ? "+" : "") + digits;
}

std::optional<std::string> parse_email(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.size() > longest_email ||
        text.find('@', at + 1) != std::string_view::npos)
        return std::nullopt;
    const auto is_odd = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' ||
               std::string_view("<>()[],;:\\\"").find(c) != std::string_view::npos;
    };
    if (std::ranges::any_of(text, is_odd))
        return std::nullopt;
    std::string address(text);
    const auto domain = std::string_view(address).substr(at + 1);
    const auto dot = domain.find('.');
    if (dot == std::string_view::npos || dot == 0 || domain.ends_with('.') ||
        domain.find("..") != std::string_view::npos)
        return std::nullopt;
    std::transform(address.begin() + static_cast<std::ptrdiff_t>(at), address.end(),
                   address.begin() + static_cast<std::ptrdiff_t>(at),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return address;
}

} // namespace bot::dialog
