#pragma once

#include "bot/flow/speaker.hpp"

#include <optional>

namespace bot::flow {

/// "nếu mức 3 lúc 22h", "thử mức 4": the timeline of who would get what, when and by which channel. For those who answer for a
/// unit's incidents, its IT or its bot.
void show_what_if(const speaker&, const std::string& rest);

/// The next 22:00 of "22:00", the moment of "2026-12-05T22:00" (Vietnamese time), or what a phrase such as "22h tối mai"
/// means. Nothing for anything else.
std::optional<rules::instant> read_what_if_time(std::string_view text, rules::instant now);

} // namespace bot::flow
