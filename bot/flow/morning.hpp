#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Sets the timer of the next 07:00 digest.
void plan_mornings(work&);
void morning_due(work&, const store::timer&);

} // namespace bot::flow
