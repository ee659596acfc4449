#pragma once

#include "bot/rules/time.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace bot::dialog {

/// Which way an answer may point: when something happened, or when something is expected.
enum class direction { past, future };

/// Why an answer cannot be taken.
enum class time_fault {
    unreadable, ///< no time in it that we can read, or a date that does not exist
    in_future,  ///< past asked, but it lies more than two minutes ahead
    in_past,    ///< future asked, but it lies more than two minutes back
    too_old,    ///< past asked, but more than five years ago
    too_far,    ///< future asked, but more than a year ahead
};

/// What is meant where the hour was not said. Left alone, it is what `parse_time` says below.
struct usual_clock {
    std::optional<std::chrono::minutes> of_a_day{}; ///< since midnight; of a day without any hour
    bool early = false; ///< a part of the day is its usual hour even in the future: something begins then
};

struct time_answer {
    std::optional<rules::instant> at; ///< nothing when the person said they do not know
    bool assumed = false; ///< a part was not said and was chosen here: show it and ask before relying on it
};

/// Reads a time as people in Vietnam type it on a phone, with or without diacritics, or in English:
/// "hôm qua 15h30", "sang nay", "22/11 lúc 8 giờ kém 15", "cách đây 2 tiếng", "17h chiều nay", "trong 2 tiếng
/// nữa".
///
/// What is not said is chosen so, and `assumed` is set, except for the year of a date within the current
/// year:
/// - a date without a year: the latest that is not ahead (future: the first that is not past);
/// - an hour from 1 to 11 without a part of the day or a leading zero, today or without a day: the latest
/// reading, a.m.
///   or p.m., that is not ahead (future: the first not past). On another day: the reading between 07:00 and
///   18:59;
/// - no day, and today has no such time: yesterday (future: tomorrow);
/// - a part of the day without an hour: its usual hour, e.g. sáng 08:00 (future: when it is nearly over,
/// 11:00), but never
///   beyond `now` on the day itself; a day without an hour: 08:00 (future: 17:00), the stricter side for a
///   clock.
/// Prose after a time ("khoảng 07:42 sáng nay, trước giờ giao ca") is passed over.
/// A time within two minutes on the wrong side of `now` is taken as `now`.
tl::expected<time_answer, time_fault> parse_time(std::string_view text, rules::instant now,
                                                 direction wanted = direction::past,
                                                 const usual_clock& usual = {});

} // namespace bot::dialog
