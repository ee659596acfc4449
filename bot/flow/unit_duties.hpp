#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Sets the timers of the units' recurring duties.
void plan_unit_duties(work&);
void unit_duty_due(work&, const store::timer&);

void show_unit_duties(const speaker&);
void unit_duty_done(const speaker&, const std::string& rest);

} // namespace bot::flow
