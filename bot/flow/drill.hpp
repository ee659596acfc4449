#pragma once

#include "bot/flow/speaker.hpp"
#include "store/drills.hpp"

#include <optional>
#include <string>

namespace bot::flow {

/// "diễn tập …": alone, the person's next reports are drills, in the unit's drill if one runs, else in one of their own; with
/// "bắt đầu x60: …", "tình huống: …", "kết thúc", "dừng" what its words say. The same code runs, every message bears a
/// banner, and register and figures leave it out.
void begin_drill(const speaker&, const std::string& rest);

/// Whether reports of this person are drills now. It lasts a day at most, so that nobody is left in one by mistake.
bool in_drill(const speaker&);

/// The end of a drill, or something that was asked for from the shell: what is to be told is told, what is over is ended.
void drill_due(work&, const store::timer&);

/// Starts a drill of a unit: a row and a timer, nothing is said yet. `starts.announced` is the caller's promise to tell.
store::drill_id start_drill(store::transaction&, const store::drill& starts);

/// Has `drill_due` look at the drill at `at`.
void wake_drill(store::transaction&, store::drill_id, rules::instant at);

inline constexpr std::chrono::hours drill_lasts{24};
inline constexpr int fastest_drill = 1440; ///< a day in a minute

/// Roles that may start a drill in a unit, steer and end it.
bool may_lead_drill(const knowledge&, std::string_view person, std::string_view unit);

} // namespace bot::flow
