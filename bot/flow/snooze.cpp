#include "bot/flow/snooze.hpp"

namespace bot::flow {

void wake_up_due(work&, const store::timer&) {}

} // namespace bot::flow
