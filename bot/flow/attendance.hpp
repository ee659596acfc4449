#pragma once

#include "bot/flow/case_file.hpp"

#include <string>
#include <vector>

namespace bot::flow {

// Acknowledged and then forgotten (scenarios B7, B8): whoever has an incident in hand is asked after a long silence, or when the
// time they promised has passed, whether they are still at it. No answer, and the chain of calls begins again.

/// Sets the timer of the next question, or of the end of the time to answer it, to what the incident's state calls for now.
void plan_attendance(work&, const case_file&);
/// Who has it in hand, or stands in for them while they are absent.
std::vector<std::string> attendants(work&, const case_file&, const incident::actor& held_by);
/// Asks; or, when the time to answer has passed, takes the incident out of the hands that dropped it.
void still_working_due(work&, const store::timer&);

} // namespace bot::flow
