#pragma once

#include "bot/dialog/folded_words.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bot::dialog {

/// An incident as people name it: "12", "#12", "sc 12", "sc-12", "sự cố số 12" give "12"; "SC-2026-000012."
/// and "bvbm 2026-000012" give the full number with its prefix in capitals. Nothing for anything else or
/// more.
std::optional<std::string> parse_incident_number(std::string_view text);

/// An incident number at the start of a row of words.
struct leading_number {
    std::string number;    ///< as `parse_incident_number` gives it
    std::size_t words = 0; ///< how many it takes
    bool marked = false;   ///< written so that it cannot be another figure: with "sc", "sự cố" or in full
};

std::optional<leading_number> take_incident_number(std::span<const folded_word> words);

} // namespace bot::dialog
