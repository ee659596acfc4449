#pragma once

#include "bot/rules/deadlines.hpp"

namespace bot::rules {

/// What decides which yearly duties a unit of the tree owes.
struct unit_standing {
    bool has_incident_manager = false; ///< of its own, not of a unit above
    bool has_system_owner = false;     ///< of its own
    bool is_top = false;               ///< no unit above it
};

/// Whether such a unit owes the yearly duty (NĐ 331/2026 Đ35.4 with Đ4, as we read it: see `owed_by`). False for a rule
/// that is not yearly.
bool owes(const deadline_rule&, const unit_standing&);

/// Yearly duties are office work: a point of theirs is made known at 08:00 Vietnam time. A point before the due time on
/// its own day; the breach and what follows, which fall on the last millisecond of a day, on the morning after it.
instant told_at(const nudge&);

inline constexpr int office_hour = 8;

/// What is to be told at `now` about a yearly duty whose points up to `last` have been told (`instant::min()`: none):
/// one nudge for all whose morning has come, its `at` being the new `last`. Nothing when none has.
std::optional<nudge> call_due(const rule_book&, const deadline&, instant last, instant now);

/// The morning of the first point after `last`. Nothing for a duty that is not running.
std::optional<instant> next_call_at(const rule_book&, const deadline&, instant last);

} // namespace bot::rules
