#pragma once

#include "bot/phrase.hpp"
#include "bot/rules/time.hpp"

/// Times as a colleague would say them, by the clock on a Vietnamese wall.
namespace messages {

/// "14:30 hôm nay", "07:00 ngày mai", "15:30 hôm qua", any other day "07:45 22/11/2026".
bot::phrase moment(bot::rules::instant at, bot::rules::instant now);

/// The same for days near by, as a roster says it: "07:30 hôm nay", "07:30 ngày mai", any other day "07:30 thứ Hai 07/12".
bot::phrase day_moment(bot::rules::instant at, bot::rules::instant now);

/// "3 giờ 20 phút", "2 ngày 4 giờ", "45 phút", "chưa đầy 1 phút". Whole minutes, rounded down; from a day on
/// the minutes are left out. A negative length counts as its absolute value.
bot::phrase length(bot::rules::duration length);

/// "còn 3 giờ 20 phút (đến 14:30 hôm nay)", "đã quá hạn 20 phút (hạn 14:30 hôm nay)"; at the due instant
/// itself it is not yet overdue.
bot::phrase due(bot::rules::instant due, bot::rules::instant now);

} // namespace messages
