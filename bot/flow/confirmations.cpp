#include "bot/flow/confirmations.hpp"

namespace bot::flow {

void confirmation_due(work&, const store::timer&) {}

} // namespace bot::flow
