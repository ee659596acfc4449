#include "bot/dialog/long_text.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_word_cut_off = 60; ///< bytes given up to end at a space

bool continues(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::size_t end_of_characters(std::string_view text, std::size_t bytes)
{
    if (bytes >= text.size())
        return text.size();
    while (bytes > 0 && continues(text[bytes]))
        --bytes;
    return bytes;
}

std::string first_characters(std::string_view text, std::size_t characters)
{
    std::size_t end = 0;
    for (std::size_t count = 0; end < text.size(); ++end)
        if (!continues(text[end]) && count++ == characters)
            break;
    if (end == text.size())
        return std::string(text);
    const auto space = text.rfind(' ', end);
    if (space != std::string_view::npos && end - space <= longest_word_cut_off)
        end = space;
    return std::string(trimmed(text.substr(0, end)));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace bot::dialog
