#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/deadlines.hpp"

#include <vector>

namespace bot::flow {

/// Recomputes the incident's deadlines from its history, sends what has become due by the change itself and sets the timers.
/// Reminders of a deadline that is met or pointless are taken back.
void refresh_clocks(work&, case_file&);

/// A deadline's timer has come: sends one message for all points passed since the last, and sets the next.
void nudge_due(work&, const store::timer&);

/// Starts the chain of people who are told one after another while nobody acknowledges; its first step is at once.
void start_chain(work&, case_file&);
void stop_chain(work&, store::incident_id incident);
void chain_due(work&, const store::timer&);
/// The people of the last step cannot be reached: the next step is called now and not when its time comes (scenario E11).
void hurry_chain(work&, store::incident_id incident);

/// The deadlines of an incident now.
std::vector<rules::deadline> deadlines_now(work&, const case_file&);

} // namespace bot::flow
