#pragma once

#include "bot/flow/rehearsal.hpp"

#include <vector>

namespace bot::flow {

/// One story of a rehearsal, from the report to its end: `handled` or in silence. Plays the flow inside `tx`, which is the
/// caller's to throw away.
std::vector<rehearsed> play_story(store::transaction& tx, const knowledge& know, const rehearsal_question& asked, bool handled);

} // namespace bot::flow
