#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/incident/event.hpp"

#include <vector>

namespace bot::flow {

/// What a refusal left on record was just stored, the state not yet folded: when it is somebody's third attempt at what their
/// role does not allow, the unit's head hears of it, once an incident and person (scenario B12).
void tell_of_refusals(work&, const case_file&, const std::vector<incident::event>& record);

inline constexpr int refusals_before_telling = 3;

} // namespace bot::flow
