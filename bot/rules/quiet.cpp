#include "bot/rules/quiet.hpp"

#include <algorithm>

namespace bot::rules {

namespace {

constexpr std::chrono::minutes day{24 * 60};

/// Since midnight in Vietnam, to the millisecond.
duration time_of_day(instant at)
{
    const auto there = at + vietnam_offset;
    return there - std::chrono::floor<std::chrono::days>(there);
}

} // namespace

std::optional<instant> quiet_until(const quiet_hours& hours, std::optional<int> level, instant now)
{
    if (!level || std::ranges::find(hours.levels, *level) == hours.levels.end() || hours.from == hours.to)
        return std::nullopt;
    const auto since_from = (time_of_day(now) - hours.from + day) % day;
    const auto length = (hours.to - hours.from + day) % day;
    if (since_from >= length)
        return std::nullopt;
    return now + (length - since_from);
}

instant next_time_of_day(std::chrono::minutes minute, instant now)
{
    const auto until = (minute - time_of_day(now) + day) % day;
    return now + (until.count() == 0 ? duration(day) : duration(until));
}

} // namespace bot::rules
