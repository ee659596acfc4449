#pragma once

#include "bot/flow/knowledge.hpp"
#include "store/database.hpp"
#include "store/ids.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace support {

/// Rules of a unit under which an incident that nobody acknowledges is reminded of once, `reminded_after` it was received, and
/// nothing else is said about it on that day: a member "rule_overrides" of the directory.
std::string one_reminder_each();
inline constexpr std::chrono::hours reminded_after{12};

/// Opens one incident of the unit for each instant, received so long before that its reminder falls due then: with its events,
/// deadlines and timers, as intake would have left it. Their ids, in the same order.
std::vector<store::incident_id> open_pending(store::transaction&, const bot::flow::knowledge&, const std::string& unit,
                                             std::span<const bot::rules::instant> reminders);

} // namespace support
