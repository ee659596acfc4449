#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// A word of a message, folded, and where it stood.
struct folded_word {
    std::string text;
    std::size_t end = 0;     ///< byte after it (and the signs that hang on it) in the message
    bool sign_after = false; ///< a sign (: , ; . - ! ?) or a line end follows
};

/// The first words of a message, at most `limit`. One piece of the message may give two words ("sc-12": "sc",
/// "12"); pieces that are signs only give none but mark the word before them.
std::vector<folded_word> folded_words(std::string_view message, std::size_t limit);

} // namespace bot::dialog
