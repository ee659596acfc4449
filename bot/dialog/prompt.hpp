#pragma once

#include "bot/dialog/course.hpp"
#include "bot/dialog/step.hpp"

#include <vector>

namespace bot::dialog {

/// A question with its progress, numbered options, hint, and what is on record for it.
std::vector<phrase> ask(const form& what, const field& one, const conversation& draft, const context& around);

/// The card: every question that has an answer, numbered, with the answer.
std::vector<phrase> card(const form& what, const conversation& draft, const context& around);

/// The card and what can be done with it.
std::vector<phrase> review(const form& what, const conversation& draft, const context& around);

/// An answer as it is shown back; patient identifiers in free text are masked.
argument shown(const field& one, const value& answer);

} // namespace bot::dialog
