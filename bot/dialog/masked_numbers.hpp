#pragma once

#include "bot/dialog/masked_names.hpp"
#include "bot/dialog/written_words.hpp"

#include <string_view>
#include <vector>

namespace bot::dialog {

/// Numbers that identify a person: CCCD, CMND, BHYT, telephone and record numbers.
std::vector<text_span> identifying_numbers(std::string_view text, const std::vector<written_word>& words);

} // namespace bot::dialog
