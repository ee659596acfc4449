#include "bot/flow/morning.hpp"

namespace bot::flow {

void plan_mornings(work&) {}
void morning_due(work&, const store::timer&) {}

} // namespace bot::flow
