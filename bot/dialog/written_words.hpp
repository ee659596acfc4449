#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// A word of a text, with where and how it was written: capitals and diacritics tell a name or a mark from an
/// ordinary word, and folding alone would lose them.
struct written_word {
    std::size_t begin; ///< byte range in the text
    std::size_t end;
    std::string folded;
    std::string lower;        ///< lower case, diacritics kept
    bool plain = false;       ///< typed without diacritics, so any accented word may be meant
    bool capitalised = false; ///< the first letter is a capital
    bool all_capitals = false;
    bool has_digit = false;

    /// Whether this is the given accented lower-case word, or was typed without diacritics and folds to it.
    bool may_be(std::string_view accented) const;
    /// Whether one of these accented words, separated by spaces, may be meant.
    bool may_be_any_of(std::string_view accented_words) const;
};

/// The words of a text in NFC: runs of letters and digits; all else separates.
std::vector<written_word> written_words(std::string_view text);

} // namespace bot::dialog
