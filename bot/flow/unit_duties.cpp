#include "bot/flow/unit_duties.hpp"

namespace bot::flow {

void plan_unit_duties(work&) {}
void unit_duty_due(work&, const store::timer&) {}
void show_unit_duties(const speaker&) {}
void unit_duty_done(const speaker&, const std::string&) {}

} // namespace bot::flow
