#pragma once

#include "bot/dialog/command.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace bot::dialog {

/// What may follow the words of a verb.
enum class command_tail : std::uint8_t {
    nothing, ///< it stands alone
    number,  ///< an incident number or nothing
    text,    ///< an incident number or none; then text, after a sign or after the number
    moment, ///< text; an incident number only if it cannot be another figure ("dự kiến xong 2 tiếng nữa")
    open, ///< text, no number
    free_text, ///< text after a sign; a figure at its start is part of it
};

/// One way to say a verb: folded words, what they mean, what may follow. A new word is a new row of
/// command_table.cpp.
struct command_row {
    std::string_view words;
    verb what;
    command_tail tail;
};

/// Sorted by words.
std::span<const command_row> command_table();

} // namespace bot::dialog
