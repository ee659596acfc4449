#pragma once

#include "bot/flow/case_file.hpp"

#include <span>
#include <string>

namespace bot::flow {

// The chain of people who are told one after another while nobody has the incident in hand. Which steps are run is settled when
// it starts (the rules of that moment, the level of that moment); who they mean is looked up in the roster when a step comes.

/// Starts it: with the first step, or, when the incident was handed up, with the one after the last that was called. That step
/// is called at once.
void start_chain(work&, case_file&);
void stop_chain(work&, store::incident_id incident);
/// Its timer has come: calls the steps whose time it is. A step that reaches nobody is followed by the next at once.
void chain_due(work&, const store::timer&);
/// The people of the last step cannot be reached: the next step is called now and not when its time comes (scenario E11).
void hurry_chain(work&, store::incident_id incident);

/// Something holds the chain back from now on (a snooze): later it goes on where it was, the time between not counted.
void hold_chain(work&, case_file&);
/// What held back these units' chains and reminders has ended before its time.
void resume_chains(work&, std::span<const std::string> units);

} // namespace bot::flow
