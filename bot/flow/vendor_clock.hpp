#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

// While a unit waits for a vendor, the vendor's own time by contract runs beside the unit's deadlines, which it never moves. All
// the waits for one vendor in an incident count together.

/// The unit begins to wait for the vendor its pause names.
void start_vendor_clock(work&, case_file&);
void stop_vendor_clock(work&, const case_file&);
/// Three quarters of the contract's time are over, or all of it: the vendor is reminded, the unit told.
void vendor_clock_due(work&, const store::timer&);

} // namespace bot::flow
