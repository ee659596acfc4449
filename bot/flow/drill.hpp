#pragma once

#include "bot/flow/speaker.hpp"

#include <string>

namespace bot::flow {

/// "diễn tập": the person's next report is a drill. The same code runs, every message bears a banner, and register and figures
/// leave it out. "diễn tập dừng" ends it.
void begin_drill(const speaker&, const std::string& rest);

/// Whether reports of this person are drills now. It lasts a day at most, so that nobody is left in one by mistake.
bool in_drill(const speaker&);

/// The end of a drill, or the time of its next inject.
void drill_due(work&, const store::timer&);

inline constexpr std::chrono::hours drill_lasts{24};

} // namespace bot::flow
