#include "bot/flow/duty_rounds.hpp"

namespace bot::flow {

void plan_duty_rounds(work&) {}
void hand_over_due(work&, const store::timer&) {}
void return_to_work_due(work&, const store::timer&) {}
void roster_check_due(work&, const store::timer&) {}

} // namespace bot::flow
