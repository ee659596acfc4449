#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

/// Letters and blanks of protocols: ASCII only, whatever the locale.
namespace adapters::email::mime {

inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool is_alpha(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

inline int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

inline std::string lowered(std::string_view text)
{
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), lower);
    return small;
}

inline std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

inline bool starts_ignoring_case(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && equal_ignoring_case(text.substr(0, start.size()), start);
}

/// Where `word`, in lower case, occurs in the text in any case; npos if nowhere.
inline std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from = 0)
{
    if (from > text.size())
        return std::string_view::npos;
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(), word.end(),
                                   [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

} // namespace adapters::email::mime
