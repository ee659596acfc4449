#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

// Who would be told is rehearsed again whenever the directory, with its roster, or the rules have changed, and the difference is
// reported.

/// After a start and a reload: when directory or rules are not those of the last time, has every unit with a roster of its own
/// rehearsed a moment later, one story a job so that reports are taken in between, and compared with the last time: levels 1, 3
/// and 4, and nobody acknowledging, at the next 10:00 of a working day and the next 02:00. A cover or a swap by chat is not
/// compared: whom it concerns is told at once what now stands.
void plan_rehearsals(work&);

/// The next story of a unit, and after the last one the comparison. The first only remembers; a difference goes to the log and to
/// the unit's administrators, else the head of IT.
void rehearsal_due(work&, const store::timer&);

} // namespace bot::flow
