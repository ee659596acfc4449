#include "bot/rules/calendar.hpp"

#include "bot/rules/json_value.hpp"

namespace bot::rules {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<day_kind> kind_named(const std::string& name)
{
    if (name == "holiday")
        return day_kind::holiday;
    if (name == "compensation")
        return day_kind::compensation;
    if (name == "swap_off")
        return day_kind::swap_off;
    if (name == "swap_work")
        return day_kind::swap_work;
    return std::nullopt;
}

/// "yyyy-mm-dd" of a day that exists.
std::optional<sys_days> read_date(const std::string& text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    int digits[8];
    std::size_t filled = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 4 || i == 7)
            continue;
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        digits[filled++] = text[i] - '0';
    }
    const std::chrono::year_month_day date{
        std::chrono::year{digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]},
        std::chrono::month{static_cast<unsigned>(digits[4] * 10 + digits[5])},
        std::chrono::day{static_cast<unsigned>(digits[6] * 10 + digits[7])}};
    if (!date.ok())
        return std::nullopt;
    return sys_days{date};
}

bool weekend(sys_days day)
{
    const std::chrono::weekday weekday{day};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

} // namespace

std::optional<holiday_calendar> holiday_calendar::parse(std::string_view json, const std::string& file,
                                                        problems& out)
{
    const std::size_t before = out.size();
    const auto document = read_json(json, file, out);
    if (!document)
        return std::nullopt;
    holiday_calendar made;
    object_reader reader(*document, "", file, out);
    made.version_ = reader.text("version");
    reader.list(
        "covers",
        [&](const json_value& item, const std::string& where) {
            if (item.what != json_value::kind::number || item.number < 2015 || item.number > 2200)
                out.push_back({file, where, "expected a year"});
            else
                made.years_.insert(static_cast<int>(item.number));
        },
        true);
    reader.list(
        "days",
        [&](const json_value& item, const std::string& where) {
            object_reader row(item, where, file, out);
            const auto date = read_date(row.text("date"));
            const auto kind = kind_named(row.text("kind"));
            const marked_day day{.kind = kind.value_or(day_kind::holiday),
                                 .name = row.text("name"),
                                 .basis = row.text("basis"),
                                 .source = row.text("source")};
            row.finish();
            if (!date)
                row.fault("date", "expected a date yyyy-mm-dd that exists");
            if (!kind)
                row.fault("kind", "expected holiday, compensation, swap_off or swap_work");
            if (day.basis != "law" && day.basis != "inf")
                row.fault("basis", "expected law or inf");
            if (!date || !kind)
                return;
            const int year = static_cast<int>(std::chrono::year_month_day{*date}.year());
            if (!made.years_.contains(year))
                row.fault("date", "the year is not among those covered");
            if (*kind == day_kind::swap_work && !weekend(*date))
                row.fault("date", "a swap_work day is a Saturday or Sunday");
            if ((*kind == day_kind::swap_off || *kind == day_kind::compensation) && weekend(*date))
                row.fault("date", "this day is off anyway, a weekday is expected");
            if (!made.days_.emplace(*date, day).second)
                row.fault("date", "this date is given twice");
        },
        true);
    reader.finish();
    if (out.size() != before)
        return std::nullopt;
    return made;
}

const marked_day* holiday_calendar::marked(sys_days day) const
{
    const auto found = days_.find(day);
    return found == days_.end() ? nullptr : &found->second;
}

bool holiday_calendar::is_working_day(sys_days day) const
{
    if (const marked_day* mark = marked(day))
        return mark->kind == day_kind::swap_work;
    return !weekend(day);
}

sys_days vietnam_date(instant at)
{
    return std::chrono::floor<days>(at + vietnam_offset);
}

instant end_of_day(sys_days day)
{
    return instant{day + days{1}} - vietnam_offset - std::chrono::milliseconds{1};
}

instant add_working_days(const holiday_calendar& calendar, instant from, int count)
{
    sys_days day = vietnam_date(from);
    while (count > 0) {
        day += days{1};
        if (calendar.is_working_day(day))
            --count;
    }
    return end_of_day(day);
}

instant add_calendar_days(const holiday_calendar& calendar, instant from, int count)
{
    sys_days day = vietnam_date(from) + days{count};
    while (!calendar.is_working_day(day))
        day += days{1};
    return end_of_day(day);
}

} // namespace bot::rules
