#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot::rules {

/// A moment, UTC, to the millisecond.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;
using duration = std::chrono::milliseconds;

/// Asia/Ho_Chi_Minh: UTC+7 without daylight saving since 1975, so a constant and not a time-zone database.
inline constexpr std::chrono::hours vietnam_offset{7};

/// A moment as a clock on a Vietnamese wall shows it.
struct vietnam_time {
    std::chrono::year_month_day date;
    int hour = 0;
    int minute = 0;
    int second = 0;

    auto operator<=>(const vietnam_time&) const = default;
};

vietnam_time to_vietnam(instant at);
instant from_vietnam(std::chrono::year_month_day date, int hour, int minute, int second = 0);

/// "dd/mm/yyyy hh:mm", zero-padded, 24 h, as the official forms ask (QĐ 4494, Mẫu 2 mục 1.4).
std::string format_vietnam(instant at);

/// ISO 8601 durations with weeks, days, hours, minutes and (fractional) seconds: "PT24H", "P5D", "PT1.5S".
/// Years and months have no fixed length and are refused. Nothing for anything else, or for a negative one.
std::optional<duration> parse_duration(std::string_view text);
std::string format_duration(duration length);

} // namespace bot::rules
