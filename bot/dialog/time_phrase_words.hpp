#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The words of a time phrase, before anything is understood.
namespace bot::dialog {

/// One word, folded: letters only, or a number with its signs ("22/11/2026", "07:45", "8"). "8h30" is three
/// of them.
struct time_word {
    std::string text;
    std::string written;      ///< the word as typed, to tell "bảy giờ" (seven) from "bây giờ" (now)
    bool ends_clause = false; ///< a comma, bracket or full stop follows
};

/// Longer texts hold no answer to "when?"; the rest of them is not read.
inline constexpr std::size_t time_words_max = 60;

std::vector<time_word> time_words(std::string_view text);

struct time_number {
    int value;
    std::size_t words;   ///< how many of them it takes
    bool digits = false; ///< written in digits
    bool padded = false; ///< with a leading zero, as on a 24-hour clock
};

/// The whole number that starts at a word: up to four digits, or Vietnamese number words up to 99, or English
/// ones. Whether it is meant as a number (sáu or sau? tám or tầm?) shows only in what follows.
std::optional<time_number> number_at(const std::vector<time_word>& words, std::size_t at);

} // namespace bot::dialog
