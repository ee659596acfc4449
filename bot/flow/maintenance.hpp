#pragma once

#include "bot/flow/speaker.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot::flow {

/// Planned work on a unit's systems: until its end incidents of the unit are recorded and receipts given, but nobody is called
/// or reminded; at its end each chain begins with its first step, and nothing is skipped (scenario C5). What a law's deadline
/// brings at its due time is told all the same.

/// "bảo trì đến 15h", "hết bảo trì": for the units in which the speaker has a role that answers for incidents.
void set_maintenance(const speaker&, const std::string& rest);
void end_maintenance(const speaker&);

/// Until when the unit, or one above it, is under maintenance.
std::optional<rules::instant> maintained_until(work&, std::string_view unit);

/// Long enough for a night's work, short enough that it never hides the 24 hours of Đ9.1.
inline constexpr std::chrono::hours maintenance_max{12};

} // namespace bot::flow
