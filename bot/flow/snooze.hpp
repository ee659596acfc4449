#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

/// The end of a snooze: one message with the present state; the chain goes on where it was (scenario C1).
void wake_up_due(work&, const store::timer&);

} // namespace bot::flow
