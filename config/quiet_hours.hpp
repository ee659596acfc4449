#pragma once

#include "bot/rules/json_reader.hpp"
#include "bot/rules/quiet.hpp"

#include <optional>

namespace config {

/// The member "quiet_hours" of an entry: {"from": "22:00", "to": "07:00", "levels": [0, 1]}; nothing when it has none.
/// Levels above 1 are a fault: nobody is to sleep through them.
std::optional<bot::rules::quiet_hours> read_quiet_hours(bot::rules::json_reader& entry);

} // namespace config
