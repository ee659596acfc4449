#include "bot/flow/reach.hpp"

namespace bot::flow {

void plan_reach_checks(work&) {}
void reach_check_due(work&, const store::timer&) {}
void reach_answer_due(work&, const store::timer&) {}
void delivery_check_due(work&, const store::timer&) {}
void confirm_reachable(const speaker&) {}

} // namespace bot::flow
