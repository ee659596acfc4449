#pragma once

#include "bot/dialog/option_list.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// Where an answer was looked for among the options: `found` has one element when it is clear, several when
/// it fits several equally well, none when it fits none.
struct option_match {
    std::vector<const listed_option*> found;
    bool was_number = false; ///< a number was given, whether on the list or not
};

enum class match_kind {
    lenient, ///< number, words, unique beginning, unique part, one slip of the finger
    exact,   ///< number or words only
};

/// Finds the option that a folded answer names: by number ("2", "2a", "số 2", "câu 2"), by its words, by a
/// beginning or a part of them that fits one option only, or by its words with one letter wrong. Courtesies
/// around it
/// ("dạ … ạ", "em chọn …") are ignored.
option_match find_option(std::string_view folded, std::span<const listed_option> options, match_kind kind);

/// The folded answer without courtesies: "da so 2 a" is "2".
std::string_view without_courtesies(std::string_view folded);

} // namespace bot::dialog
