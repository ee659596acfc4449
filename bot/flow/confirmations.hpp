#pragma once

#include "bot/flow/case_file.hpp"

namespace bot::flow {

/// Reminds those of a step that each have to confirm and have not yet (scenario B4).
void confirmation_due(work&, const store::timer&);

} // namespace bot::flow
