#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

/// Nobody has said anything for the chain's `still_working_after`, or the promised time has passed: asks, and later takes the
/// incident back into the chain (scenarios B7, B8).
void still_working_due(work&, const store::timer&);

} // namespace bot::flow
