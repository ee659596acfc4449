#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Sets the timers of the next changes of duty and of the daily look for holes in the roster.
void plan_duty_rounds(work&);
void hand_over_due(work&, const store::timer&);
void return_to_work_due(work&, const store::timer&);
void roster_check_due(work&, const store::timer&);

} // namespace bot::flow
