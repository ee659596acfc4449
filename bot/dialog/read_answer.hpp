#pragma once

#include "bot/dialog/answer.hpp"
#include "bot/dialog/form.hpp"
#include "bot/dialog/step.hpp"

#include <tl/expected.hpp>

#include <string_view>

namespace bot::dialog {

/// An answer that fits its question.
struct reading {
    value what;
    bool assumed = false;   ///< a time part of which was guessed: to be shown and confirmed
    bool cut = false;       ///< a text longer than the field holds; `what` is its beginning
    std::size_t length = 0; ///< of a cut text, in characters, before the cut
};

/// Reads one message as the answer to `what`: `text` is NFC and trimmed, `folded` its folded form ("" when it
/// is too long to be anything but free text). The error says what was wrong, as a phrase `say.wrong.*`.
tl::expected<reading, phrase> read_answer(const field& what, std::string_view text, std::string_view folded,
                                          const context& around);

/// Whether a value known beforehand can stand as the answer to `what`.
bool fits(const field& what, const value& known, const context& around);

} // namespace bot::dialog
