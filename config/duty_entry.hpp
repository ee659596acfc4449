#pragma once

#include "bot/duty/roster.hpp"
#include "bot/rules/problem.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace config {

/// `units[].duty` of the directory: {"incident_manager": {"rotation": ["lan", "minh"], "hand_over": "2026-11-23T07:30",
/// "turn": "P1W"}}. A role with a fault is left out. That the people exist and hold the role is for the directory to check.
std::map<std::string, bot::duty::rotation, std::less<>> read_duty(const nlohmann::json& value, const std::string& pointer,
                                                                  const std::string& file, bot::rules::problems& faults);

/// "2026-11-23T07:30" on a Vietnamese wall; nothing for any other form or a day there is not.
std::optional<bot::rules::instant> parse_wall_time(std::string_view text);

} // namespace config
