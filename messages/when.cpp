#include "messages/when.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace messages {

namespace rules = bot::rules;
using std::chrono::sys_days;

bot::phrase moment(rules::instant at, rules::instant now)
{
    const auto there = rules::to_vietnam(at);
    const auto here = rules::to_vietnam(now);
    const auto clock = fmt::format("{:02}:{:02}", there.hour, there.minute);
    switch ((sys_days(there.date) - sys_days(here.date)).count()) {
    case -1:
        return {"time.moment.yesterday", {{"clock", clock}}};
    case 0:
        return {"time.moment.today", {{"clock", clock}}};
    case 1:
        return {"time.moment.tomorrow", {{"clock", clock}}};
    default:
        return {"time.moment.date",
                {{"clock", clock},
                 {"date", fmt::format("{:02}/{:02}/{:04}", unsigned(there.date.day()),
                                      unsigned(there.date.month()), int(there.date.year()))}}};
    }
}

bot::phrase day_moment(rules::instant at, rules::instant now)
{
    static constexpr std::array<const char*, 7> names{"time.weekday.sunday",   "time.weekday.monday", "time.weekday.tuesday",
                                                      "time.weekday.wednesday", "time.weekday.thursday", "time.weekday.friday",
                                                      "time.weekday.saturday"};
    const auto near = moment(at, now);
    if (near.key != "time.moment.date")
        return near;
    const auto there = rules::to_vietnam(at);
    const std::chrono::weekday day{sys_days(there.date)};
    return {"time.moment.weekday",
            {{"clock", fmt::format("{:02}:{:02}", there.hour, there.minute)},
             {"weekday", std::vector<bot::phrase>{{names.at(day.c_encoding())}}},
             {"date", fmt::format("{:02}/{:02}", unsigned(there.date.day()), unsigned(there.date.month()))}}};
}

bot::phrase length(rules::duration length)
{
    const std::int64_t minutes = std::chrono::floor<std::chrono::minutes>(std::chrono::abs(length)).count();
    const std::int64_t hours = minutes / 60;
    if (minutes == 0)
        return {"time.length.moment"};
    if (hours == 0)
        return {"time.length.minutes", {{"minutes", minutes}}};
    if (hours < 24 && minutes % 60 == 0)
        return {"time.length.hours", {{"hours", hours}}};
    if (hours < 24)
        return {"time.length.hours_minutes", {{"hours", hours}, {"minutes", minutes % 60}}};
    if (hours % 24 == 0)
        return {"time.length.days", {{"days", hours / 24}}};
    return {"time.length.days_hours", {{"days", hours / 24}, {"hours", hours % 24}}};
}

bot::phrase due(rules::instant due, rules::instant now)
{
    return {due >= now ? "time.due.left" : "time.due.over",
            {{"length", std::vector{length(due - now)}}, {"moment", std::vector{moment(due, now)}}}};
}

} // namespace messages
