#pragma once

#include "bot/dialog/written_words.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// A byte range of a text.
struct text_span {
    std::size_t begin;
    std::size_t end;
};

/// The names that stand after "bệnh nhân", "BN", "người bệnh", "pt", "patient" in a text.
std::vector<text_span> patient_names(std::string_view text, const std::vector<written_word>& words);

} // namespace bot::dialog
