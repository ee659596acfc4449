#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Sets the timer of the next weekly check of everybody's channels.
void plan_reach_checks(work&);
void reach_check_due(work&, const store::timer&);
void reach_answer_due(work&, const store::timer&);
void delivery_check_due(work&, const store::timer&);

/// The button of the weekly check.
void confirm_reachable(const speaker&);

} // namespace bot::flow
