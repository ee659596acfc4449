#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Fires up to `timers_per_run` timers due at `now`, oldest first. How many fired: fewer than the limit means none is left.
/// One message stands for all points of a deadline that passed while nobody was running.
int fire_due_timers(store::transaction& tx, const knowledge& know, rules::instant now, handover& left);

/// Sets up what must always be scheduled: the round that warns of idle drafts and drops what retention no longer keeps, the
/// morning digest, changes of duty, checks of roster and channels, the units' recurring duties. After a start and after a reload.
void start_rounds(store::transaction& tx, const knowledge& know, rules::instant now, handover& left);

inline constexpr int timers_per_run = 50;
inline constexpr std::chrono::minutes round_interval{15};

} // namespace bot::flow
