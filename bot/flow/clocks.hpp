#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/deadlines.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

/// Recomputes the incident's deadlines from its history, sends what has become due by the change itself and sets the timers.
/// Reminders of a deadline that is met or pointless are taken back.
void refresh_clocks(work&, case_file&);

/// A deadline's timer has come: sends one message for all points passed since the last, and sets the next.
void nudge_due(work&, const store::timer&);

/// The deadlines of an incident now.
std::vector<rules::deadline> deadlines_now(work&, const case_file&);

/// The point of the deadline that was told last; instant::min() when none was.
rules::instant last_nudged(work&, store::incident_id incident, const std::string& rule_id);
/// When its next point will be told; nothing when no timer stands for it.
std::optional<rules::instant> next_nudge_at(work&, store::incident_id incident, const std::string& rule_id);

} // namespace bot::flow
