#pragma once

#include "bot/rules/problem.hpp"
#include "bot/rules/time.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace bot::rules {

/// What a marked day is. Days not listed follow the week: Monday to Friday are worked.
enum class day_kind {
    holiday,      ///< a public holiday (Bộ luật Lao động Đ112)
    compensation, ///< the weekday given for a holiday that fell on the weekly rest (Đ111.3)
    swap_off,     ///< a weekday off in exchange for a `swap_work` day
    swap_work,    ///< a Saturday or Sunday worked in exchange
};

struct marked_day {
    day_kind kind;
    std::string name{};   ///< Vietnamese, as announced
    std::string basis{};  ///< "law": decided or in statute; "inf": computed, no decision seen
    std::string source{}; ///< the statute or decision it was read from
};

/// Public holidays and swap days of the years it covers.
class holiday_calendar {
public:
    /// {"version", "covers": [years], "days": [{"date", "kind", "name", "basis", "source"}]}.
    /// Every fault is listed; nothing is returned when there is one.
    static std::optional<holiday_calendar> parse(std::string_view json, const std::string& file, problems&);

    const std::string& version() const { return version_; }
    /// False for years nobody has entered: then only weekends are known.
    bool covers(std::chrono::year year) const { return years_.contains(static_cast<int>(year)); }
    const marked_day* marked(std::chrono::sys_days day) const;
    bool is_working_day(std::chrono::sys_days day) const;
    const std::map<std::chrono::sys_days, marked_day>& days() const { return days_; }

private:
    std::string version_;
    std::set<int> years_;
    std::map<std::chrono::sys_days, marked_day> days_;
};

/// The Vietnamese date of a moment.
std::chrono::sys_days vietnam_date(instant at);

/// The last millisecond of a Vietnamese day. BLDS 2015 Đ148.6 ends a term at 24:00; one millisecond less
/// keeps the date people read on the clock the date the term ends on.
instant end_of_day(std::chrono::sys_days day);

/// The end of the n-th working day after the day of `from`, which is itself not counted (BLDS 2015 Đ147.2).
instant add_working_days(const holiday_calendar&, instant from, int days);

/// The end of the n-th calendar day after the day of `from`; when that is no working day, the end of the next
/// one (BLDS 2015 Đ147.2, Đ148.5).
instant add_calendar_days(const holiday_calendar&, instant from, int days);

} // namespace bot::rules
