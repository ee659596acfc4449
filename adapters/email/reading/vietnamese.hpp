#pragma once

#include <cstddef>
#include <string_view>

namespace adapters::email::mime {

/// How Vietnamese a text looks by the words in it that have a letter outside ASCII.
struct vietnamese_score {
    std::size_t words = 0;     ///< with a letter outside ASCII
    std::size_t syllables = 0; ///< of these, spelled as a Vietnamese syllable can be: onset, nucleus, one tone, coda

    /// Share of syllables among the words; 0 for no words.
    double share() const { return words == 0 ? 0.0 : static_cast<double>(syllables) / static_cast<double>(words); }
};

/// Scores UTF-8 text in NFC or not; looks at the first 500 such words within 64 KB.
vietnamese_score score_vietnamese(std::string_view text);

} // namespace adapters::email::mime
