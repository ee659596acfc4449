#pragma once

#include "bot/rules/time.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace bot::rules {

/// When somebody is left to sleep, and over which levels (regulation notes §4 no. 9: quiet hours are allowed for levels 0 and 1
/// only). A product default; nothing in the law speaks of it.
struct quiet_hours {
    std::chrono::minutes from{22 * 60}; ///< of the Vietnamese day
    std::chrono::minutes to{7 * 60};    ///< may lie on the next day; equal to `from`: none
    std::vector<int> levels{0, 1};

    bool operator==(const quiet_hours&) const = default;
};

/// The end of the quiet hours `now` lies in; nothing outside them, for other levels, and without a level: what nobody has
/// judged yet counts as grave.
std::optional<instant> quiet_until(const quiet_hours&, std::optional<int> level, instant now);

/// The next moment, later than `now`, at which a Vietnamese clock shows `minute` of the day.
instant next_time_of_day(std::chrono::minutes minute, instant now);

} // namespace bot::rules
