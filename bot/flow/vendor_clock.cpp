#include "bot/flow/vendor_clock.hpp"

namespace bot::flow {

void vendor_clock_due(work&, const store::timer&) {}

} // namespace bot::flow
