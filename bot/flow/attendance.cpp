#include "bot/flow/attendance.hpp"

namespace bot::flow {

void still_working_due(work&, const store::timer&) {}

} // namespace bot::flow
