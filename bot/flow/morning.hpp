#pragma once

#include "bot/flow/work.hpp"

#include <chrono>

namespace bot::flow {

/// When the day's digest goes out, by the clock in Vietnam.
inline constexpr std::chrono::minutes digest_time{7 * 60};

/// Sets the timer of the next digest.
void plan_mornings(work&);
/// One message to each incident manager and leader: what is open in their units and what falls due today; and to everybody
/// what quiet hours, or the quota, held back for them. Nobody hears that there is nothing.
void morning_due(work&, const store::timer&);

} // namespace bot::flow
