#include "bot/dialog/incident_number.hpp"

#include <algorithm>
#include <array>

namespace bot::dialog {

namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t most_digits = 9;
constexpr std::size_t longest_prefix = 12;
constexpr std::size_t fewest_serial_digits =
    3; ///< of "sc 2026 000012", so that "sc 2026 12" is not read as one

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_figure(std::string_view word)
{
    return !word.empty() && word.size() <= most_digits && std::ranges::all_of(word, is_digit);
}

bool is_year(std::string_view word)
{
    return word.size() == 4 && word.starts_with("20") && is_figure(word);
}

bool is_prefix(std::string_view word)
{
    return !word.empty() && word.size() <= longest_prefix && is_letter(word.front()) &&
           std::ranges::all_of(word, [](char c) { return is_letter(c) || is_digit(c); });
}

/// "2026-000012"
bool is_year_and_serial(std::string_view word)
{
    return word.size() > 5 && word[4] == '-' && is_year(word.substr(0, 4)) && is_figure(word.substr(5));
}

std::string capitals(std::string_view word)
{
    std::string upper(word);
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

std::string without_leading_zeros(std::string_view figure)
{
    const auto first = std::min(figure.find_first_not_of('0'), figure.size() - 1);
    return std::string(figure.substr(first));
}

/// Words that announce a number: "sự cố số 12".
std::size_t announcing_words(std::span<const folded_word> words)
{
    constexpr std::array<std::string_view, 8> announce{"su",       "co",   "so", "ma",
                                                       "incident", "case", "no", "number"};
    std::size_t count = 0;
    while (count < words.size() && std::ranges::find(announce, words[count].text) != announce.end())
        ++count;
    return count;
}

std::optional<leading_number> full_number(std::span<const folded_word> words)
{
    const std::string_view first = words[0].text;
    if (is_year_and_serial(first))
        return leading_number{.number = std::string(first), .words = 1, .marked = true};
    // A prefix that ends in a digit stays one word with the rest: "bv1-2026-000012".
    if (const auto dash = first.find('-'); dash != std::string_view::npos &&
                                           is_prefix(first.substr(0, dash)) &&
                                           is_year_and_serial(first.substr(dash + 1)))
        return leading_number{.number = capitals(first), .words = 1, .marked = true};
    if (!is_prefix(first) || words.size() < 2)
        return std::nullopt;
    const std::string_view second = words[1].text;
    if (is_year_and_serial(second))
        return leading_number{
            .number = capitals(first) + "-" + std::string(second), .words = 2, .marked = true};
    if (words.size() > 2 && is_year(second) && is_figure(words[2].text) &&
        words[2].text.size() >= fewest_serial_digits)
        return leading_number{.number = capitals(first) + "-" + std::string(second) + "-" + words[2].text,
                              .words = 3,
                              .marked = true};
    return std::nullopt;
}

} // namespace

std::optional<leading_number> take_incident_number(std::span<const folded_word> words)
{
    // "số 12" may be any figure; "sự cố 12" and "sc 12" are incidents.
    const auto announced = announcing_words(words);
    const bool named = announced > 1 || (announced == 1 && words[0].text != "so");
    words = words.subspan(announced);
    if (words.empty())
        return std::nullopt;
    if (auto full = full_number(words)) {
        full->words += announced;
        return full;
    }
    std::string_view figure = words[0].text;
    std::size_t taken = announced + 1;
    const bool prefixed = figure.starts_with("sc");
    if (figure == "sc" && words.size() > 1) {
        figure = words[1].text;
        ++taken;
    } else if (prefixed) {
        figure.remove_prefix(2);
    }
    if (!is_figure(figure))
        return std::nullopt;
    return leading_number{
        .number = without_leading_zeros(figure), .words = taken, .marked = named || prefixed};
}

std::optional<std::string> parse_incident_number(std::string_view text)
{
    const auto words = folded_words(text, most_words);
    auto number = take_incident_number(words);
    if (!number || number->words != words.size())
        return std::nullopt;
    return std::move(number->number);
}

} // namespace bot::dialog
