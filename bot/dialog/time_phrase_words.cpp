#include "bot/dialog/time_phrase_words.hpp"

#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::dialog {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings)
{
    return std::ranges::any_of(beginnings, [&](std::string_view b) { return text.starts_with(b); });
}

/// "15' trước" and "1,5 tiếng", which folding would take apart: the prime becomes "p", the decimal comma a
/// point.
std::string with_plain_numbers(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool after_digit = i > 0 && is_digit(text[i - 1]);
        if (after_digit && starts_with_any(text.substr(i), {"'", "’", "′"})) {
            plain += "p ";
            i += text[i] == '\'' ? 0 : std::string_view("’").size() - 1;
        } else if (after_digit && text[i] == ',' && i + 1 < text.size() && is_digit(text[i + 1])) {
            plain.push_back('.');
        } else {
            plain.push_back(text[i]);
        }
    }
    return plain;
}

/// Splits one folded word where digits meet letters, and a date from a time: "07:45-22/11" is two words.
std::vector<std::string> pieces_of(std::string_view word)
{
    std::vector<std::string> pieces;
    bool digits = false;
    for (const char c : word) {
        if (c == ' ') {
            pieces.emplace_back();
            continue;
        }
        const bool numeric = is_digit(c) || c == '/' || c == ':' || c == '-' || c == '.';
        if (pieces.empty() || (!pieces.back().empty() && numeric != digits))
            pieces.emplace_back();
        digits = numeric;
        pieces.back().push_back(c);
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto dash = pieces[i].find('-');
        if (dash == std::string::npos || pieces[i].find_first_of("/:") == std::string::npos)
            continue;
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1, pieces[i].substr(dash + 1));
        pieces[i].resize(dash);
    }
    std::erase_if(pieces, [](const std::string& piece) { return piece.empty(); });
    return pieces;
}

struct unit_row {
    std::string_view folded;
    int value;
    std::string_view letters; ///< one of these is in the word if it was typed with diacritics
};

/// A Vietnamese digit. "từ", "sau", "tầm", with other diacritics than tư, sáu, tám, are none.
std::optional<int> unit_word(const time_word& word)
{
    static constexpr std::array<unit_row, 12> units{{{"mot", 1, "ộ Ộ ố Ố"},
                                                     {"hai", 2, "a A"},
                                                     {"ba", 3, "a A"},
                                                     {"bon", 4, "ố Ố"},
                                                     {"tu", 4, "ư Ư"},
                                                     {"nam", 5, "ă Ă"},
                                                     {"lam", 5, "ă Ă"},
                                                     {"nham", 5, "ă Ă"},
                                                     {"sau", 6, "á Á"},
                                                     {"bay", 7, "ả Ả ẩ Ẩ"},
                                                     {"tam", 8, "á Á"},
                                                     {"chin", 9, "í Í"}}};
    const auto* found = std::ranges::find(units, std::string_view(word.text), &unit_row::folded);
    if (found == units.end())
        return std::nullopt;
    const bool plain =
        std::ranges::all_of(word.written, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::string_view letters = found->letters;
    while (!plain && word.written.find(letters.substr(0, letters.find(' '))) == std::string::npos) {
        if (letters.find(' ') == std::string_view::npos)
            return std::nullopt;
        letters.remove_prefix(letters.find(' ') + 1);
    }
    return found->value;
}

std::optional<int> english_number(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, int>, 16> names{{{"one", 1},
                                                                             {"two", 2},
                                                                             {"three", 3},
                                                                             {"four", 4},
                                                                             {"five", 5},
                                                                             {"six", 6},
                                                                             {"seven", 7},
                                                                             {"eight", 8},
                                                                             {"nine", 9},
                                                                             {"ten", 10},
                                                                             {"eleven", 11},
                                                                             {"twelve", 12},
                                                                             {"fifteen", 15},
                                                                             {"twenty", 20},
                                                                             {"thirty", 30},
                                                                             {"forty", 40}}};
    const auto* found = std::ranges::find(names, word, &std::pair<std::string_view, int>::first);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::optional<time_number> number_in_words(const std::vector<time_word>& words, std::size_t at)
{
    const auto word = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i].text) : ""; };
    const auto unit = [&](std::size_t i) { return i < words.size() ? unit_word(words[i]) : std::nullopt; };
    if (word(at) == "muoi") {
        const auto ones = unit(at + 1);
        return ones ? time_number{10 + *ones, 2} : time_number{10, 1};
    }
    if (const auto first = unit(at)) {
        if (word(at + 1) != "muoi")
            return time_number{*first, 1};
        const auto ones = unit(at + 2);
        return time_number{*first * 10 + ones.value_or(0), ones ? 3U : 2U};
    }
    if (const auto english = english_number(word(at)))
        return time_number{*english, 1};
    return std::nullopt;
}

} // namespace

std::vector<time_word> time_words(std::string_view text)
{
    const std::string plain = with_plain_numbers(to_nfc(text.substr(0, time_words_max * 20)));
    std::vector<time_word> words;
    std::size_t at = 0;
    while (at < plain.size() && words.size() < time_words_max) {
        const std::size_t end = std::min(plain.find_first_of(" \t\n", at), plain.size());
        const std::string_view chunk = std::string_view(plain).substr(at, end - at);
        at = end + 1;
        if (!chunk.empty() && chunk.front() == '(' && !words.empty())
            words.back().ends_clause = true;
        for (auto& piece : pieces_of(fold(chunk)))
            words.push_back({std::move(piece), std::string(chunk)});
        const bool stops =
            !chunk.empty() && std::string_view(",;.()!").find(chunk.back()) != std::string_view::npos;
        const bool line_ends = end < plain.size() && plain[end] == '\n';
        if ((stops || line_ends) && !words.empty())
            words.back().ends_clause = true;
    }
    return words;
}

std::optional<time_number> number_at(const std::vector<time_word>& words, std::size_t at)
{
    if (at >= words.size())
        return std::nullopt;
    const auto& text = words[at].text;
    if (!std::ranges::all_of(text, is_digit))
        return number_in_words(words, at);
    if (text.size() > 4)
        return std::nullopt;
    int value = 0;
    for (const char c : text)
        value = value * 10 + (c - '0');
    return time_number{value, 1, true, text.size() == 2 && text[0] == '0'};
}

} // namespace bot::dialog
