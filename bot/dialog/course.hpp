#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/form.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace bot::dialog {

/// The questions that apply to a conversation, in the order of their numbers: those that are asked, in the
/// form's order, then those known beforehand. The secret gate has no number. A number is the same in "(3/9)",
/// on the card and in "sửa 3".
struct course {
    std::vector<const field*> items;
    std::size_t asked = 0; ///< the first so many of `items` are asked

    /// Counted from 1; nothing for a field that has no number.
    [[nodiscard]] std::optional<std::size_t> number_of(const field* one) const;
};

course course_of(const form& what, const conversation& draft, const fact_table& facts);

/// Whether a question is part of the conversation: its condition holds, or it is known beforehand.
bool applies(const field& one, const conversation& draft, const fact_table& facts);

/// The first question that applies and has no answer, or null.
const field* next_open(const form& what, const conversation& draft, const fact_table& facts);

/// The question that stands open: the one at the cursor or, where a newer version of the form has it no more,
/// the first without an answer. Null when nothing is left to ask.
const field* open_question(const form& what, const conversation& draft, const fact_table& facts);

} // namespace bot::dialog
