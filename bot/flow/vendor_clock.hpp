#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

/// A point of a vendor's contract time has come while the unit waits for them.
void vendor_clock_due(work&, const store::timer&);

} // namespace bot::flow
