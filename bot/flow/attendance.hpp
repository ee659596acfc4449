#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

// Acknowledged and then forgotten (scenarios B7, B8): whoever has an incident in hand is asked after a long silence, or when the
// time they promised has passed, whether they are still at it. No answer, and the chain of calls begins again.

/// Sets the timer of the next question, or of the end of the time to answer it, to what the incident's state calls for now.
void plan_attendance(work&, const case_file&);
/// Asks; or, when the time to answer has passed, takes the incident out of the hands that dropped it.
void still_working_due(work&, const store::timer&);

} // namespace bot::flow
