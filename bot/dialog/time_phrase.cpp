#include "bot/dialog/time_phrase.hpp"

#include "bot/dialog/time_phrase_reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace bot::dialog {

namespace {

using namespace std::chrono;

constexpr minutes tolerance{2};
constexpr days oldest{5 * 365 + 1};
constexpr days furthest{366};

/// When a part of the day lies and what it usually means, since midnight.
struct part_hours {
    minutes begin, past, future, end;
};

part_hours hours_of(day_part part)
{
    static constexpr std::array<part_hours, 6> all{{
        {hours(0), hours(5), hours(6), hours(7)},                    // dawn
        {hours(0), hours(8), hours(11), hours(12)},                  // morning
        {hours(11), hours(12), hours(13), hours(14)},                // noon
        {hours(12), hours(15), hours(17), hours(19)},                // afternoon
        {hours(17), hours(20), hours(21), minutes(24 * 60 - 1)},     // evening
        {hours(20), hours(23), minutes(24 * 60 - 1), hours(24 + 5)}, // night
    }};
    return all.at(static_cast<std::size_t>(part));
}

/// A day the phrase may mean, and a time of that day, counted from its midnight (it may run into the next
/// day). The first pair that lies on the right side of now is taken.
struct day_reading {
    sys_days date; ///< by the calendar on a Vietnamese wall
    bool assumed = false;
};
struct clock_reading {
    minutes since_midnight;
    bool assumed = false;
};

class resolver {
public:
    resolver(const time_parts& parts, rules::instant now, direction wanted, const usual_clock& usual)
        : parts_(parts), now_(now), past_(wanted == direction::past), usual_(usual),
          today_(sys_days(rules::to_vietnam(now).date)),
          clock_(floor<minutes>(now + rules::vietnam_offset - today_))
    {
    }

    tl::expected<time_answer, time_fault> resolve() const
    {
        const bool by_calendar =
            parts_.hour || (!parts_.distance && (parts_.names_day() || parts_.part || parts_.usual));
        if (!by_calendar && parts_.distance) {
            const bool ago = parts_.sign < 0 || (parts_.sign == 0 && past_);
            return checked(now_ + (ago ? -*parts_.distance : *parts_.distance),
                           parts_.names_day() || parts_.part.has_value());
        }
        if (!by_calendar)
            return time_answer{now_, parts_.assumed};

        std::optional<time_fault> fault;
        for (const auto& day : days_meant()) {
            for (const auto& clock : clocks_on(day.date)) {
                const bool guessed = day.assumed || clock.assumed || parts_.distance || parts_.now;
                const auto answer = checked(day.date + clock.since_midnight - rules::vietnam_offset, guessed);
                if (answer)
                    return answer;
                if (!fault)
                    fault = answer.error();
            }
        }
        return tl::unexpected(fault.value_or(time_fault::unreadable));
    }

private:
    tl::expected<time_answer, time_fault> checked(rules::instant at, bool guessed) const
    {
        if (past_ && at > now_ + tolerance)
            return tl::unexpected(time_fault::in_future);
        if (past_ && at < now_ - oldest)
            return tl::unexpected(time_fault::too_old);
        if (!past_ && at < now_ - tolerance)
            return tl::unexpected(time_fault::in_past);
        if (!past_ && at > now_ + furthest)
            return tl::unexpected(time_fault::too_far);
        const auto right_side = past_ ? std::min(at, now_) : std::max(at, now_);
        return time_answer{right_side, guessed || parts_.assumed || parts_.unknown};
    }

    std::vector<day_reading> days_meant() const
    {
        const int onward = past_ ? -1 : 1;
        if (parts_.day && (parts_.month || parts_.months_away))
            return dates();
        if (parts_.day)
            return days_of_month();
        if (parts_.days_away)
            return {{today_ + days(*parts_.days_away)}};
        if (parts_.months_away)
            return {{clamped(month_away(*parts_.months_away) / year_month_day(today_).day()), true}};
        if (parts_.weekday)
            return weekdays();
        return {{today_}, {today_ + days(onward), true}};
    }

    year_month month_away(int count) const
    {
        const year_month_day date(today_);
        return date.year() / date.month() + months(count);
    }

    /// 31 June is 30 June.
    static sys_days clamped(year_month_day date)
    {
        return date.ok() ? sys_days(date) : sys_days(date.year() / date.month() / last);
    }

    std::vector<day_reading> dates() const
    {
        const auto this_year = year_month_day(today_).year();
        const auto day_number = std::chrono::day(static_cast<unsigned>(*parts_.day));
        std::vector<day_reading> readings;
        const auto add = [&](year_month_day date, bool assumed) {
            if (!date.ok())
                return;
            const bool other_weekday = parts_.weekday && weekday(sys_days(date)) != weekday(*parts_.weekday);
            const bool other_day = parts_.days_away && sys_days(date) != today_ + days(*parts_.days_away);
            if (!other_day)
                readings.push_back({sys_days(date), assumed || other_weekday});
        };
        if (parts_.months_away && !parts_.month) {
            add(month_away(*parts_.months_away) / day_number, false);
            return readings;
        }
        const auto month_number = std::chrono::month(static_cast<unsigned>(*parts_.month));
        if (parts_.year) {
            add(year(*parts_.year) / month_number / day_number, false);
        } else if (parts_.years_away) {
            add((this_year + years(*parts_.years_away)) / month_number / day_number, false);
        } else {
            for (int i = 0; i <= 4; ++i) // as far as the last or next 29 February
                add((this_year + years(past_ ? -i : i)) / month_number / day_number, i != 0);
        }
        return readings;
    }

    std::vector<day_reading> days_of_month() const
    {
        std::vector<day_reading> readings;
        for (int i = 0; i < 12; ++i) {
            const auto date =
                month_away(past_ ? -i : i) / std::chrono::day(static_cast<unsigned>(*parts_.day));
            if (date.ok())
                readings.push_back({sys_days(date), true});
        }
        return readings;
    }

    std::vector<day_reading> weekdays() const
    {
        const weekday wanted(*parts_.weekday);
        if (parts_.weeks_away) {
            const sys_days monday = today_ - (weekday(today_) - Monday) + weeks(*parts_.weeks_away);
            return {{monday + (wanted - Monday)}};
        }
        const bool may_be_today =
            parts_.hour || parts_.part || parts_.usual; // who means today alone says "hôm nay"
        sys_days nearest = past_ ? today_ - (weekday(today_) - wanted) : today_ + (wanted - weekday(today_));
        if (nearest == today_ && !may_be_today)
            nearest += days(past_ ? -7 : 7);
        return {{nearest}, {nearest + days(past_ ? -7 : 7)}};
    }

    std::vector<clock_reading> clocks_on(sys_days date) const
    {
        if (parts_.hour)
            return parts_.part ? clocks_in_part(date) : clocks_without_part(date);
        std::vector<clock_reading> readings;
        if (parts_.usual) {
            readings.push_back({*parts_.usual, true});
        } else if (parts_.part) {
            const auto part = hours_of(*parts_.part);
            readings.push_back({past_ || usual_.early ? part.past : part.future, true});
            if (date == today_ && past_ && clock_ >= part.begin)
                readings.push_back({clock_, true});
            if (date == today_ && !past_)
                readings.push_back({part.end, true});
            const bool late = *parts_.part == day_part::evening || *parts_.part == day_part::night;
            if (date == today_ && past_ && late && clock_ < hours(6)) // "tối nay", said after midnight
                readings.push_back({part.past - days(1), true});
        } else {
            readings.push_back({usual_.of_a_day.value_or(past_ ? hours(8) : hours(17)), true});
            if (date == today_)
                readings.push_back({past_ ? clock_ : minutes(24 * 60 - 1), true});
        }
        return readings;
    }

    std::vector<clock_reading> clocks_without_part(sys_days date) const
    {
        const auto said = hours(*parts_.hour) + minutes(parts_.minute);
        if (parts_.on_24_hours || parts_.year || *parts_.hour == 0 || *parts_.hour >= 12)
            return {{said}};
        const auto later = said + hours(12);
        // The nearest reading; the second is reached only when the first does not fit, and then it is the
        // only one.
        if (date == today_ || !parts_.names_day())
            return past_ ? std::vector<clock_reading>{{later, true}, {said}}
                         : std::vector<clock_reading>{{said, true}, {later}};
        return {{said < hours(7) ? later : said, true}};
    }

    /// The hour as that part of the day counts it: "3 giờ chiều" is 15:00. None when they contradict: "15h
    /// sáng".
    std::vector<clock_reading> clocks_in_part(sys_days date) const
    {
        const int hour = *parts_.hour;
        const auto at = [&](int h) { return hours(h) + minutes(parts_.minute); };
        const auto between = [&](int low, int high) { return hour >= low && hour <= high; };
        switch (*parts_.part) {
        case day_part::dawn:
        case day_part::morning:
            if (hour == 12)
                return {{at(0)}};
            if (between(0, 11))
                return {{at(hour)}};
            return {};
        case day_part::noon:
            if (between(1, 2))
                return {{at(hour + 12)}};
            if (between(10, 14))
                return {{at(hour)}};
            return {};
        case day_part::afternoon:
            if (between(1, 11))
                return {{at(hour + 12)}};
            if (between(12, 19))
                return {{at(hour)}};
            return {};
        case day_part::evening:
        case day_part::night:
            if (between(6, 11) || (hour == 5 && *parts_.part == day_part::evening))
                return {{at(hour + 12)}};
            if (between(17, 23))
                return {{at(hour)}};
            if (hour == 12 || hour == 24)
                return {{at(24)}, {at(0)}};
            if (between(0, 5))
                return after_midnight(date, at(hour));
            return {};
        }
        return {};
    }

    /// 02:00 "đêm qua" lies in the night that began yesterday, so on the next day by the calendar; beside a
    /// date it lies on that date, as people write it.
    std::vector<clock_reading> after_midnight(sys_days date, minutes clock) const
    {
        const bool by_date = parts_.day || parts_.weekday;
        if (by_date || (date == today_ && !past_))
            return {{clock, by_date}, {clock + days(1)}};
        return {{clock + days(1)}, {clock}};
    }

    const time_parts& parts_;
    rules::instant now_;
    bool past_;
    usual_clock usual_;
    sys_days today_;
    minutes clock_; ///< since midnight
};

/// A time is often followed by prose: "khoảng 07:42 sáng nay, trước giờ giao ca". Takes as many clauses from
/// the front as can be read.
std::optional<time_parts> read_first_clauses(const std::vector<time_word>& words)
{
    for (std::size_t count = words.size() - 1; count > 0; --count) {
        if (!words[count - 1].ends_clause)
            continue;
        auto parts = read_time_parts({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count)});
        if (!parts || !parts->says_time())
            continue;
        parts->assumed = true;
        return parts;
    }
    return std::nullopt;
}

} // namespace

tl::expected<time_answer, time_fault> parse_time(std::string_view text, rules::instant now, direction wanted,
                                                 const usual_clock& usual)
{
    const auto words = time_words(text);
    if (words.empty())
        return tl::unexpected(time_fault::unreadable);
    auto parts = read_time_parts(words);
    // "toi khong ro" is "tôi không rõ", not an evening.
    const bool only_part = parts && parts->part && !parts->names_day() && !parts->hour;
    if (parts && parts->unknown && (!parts->says_time() || only_part))
        return time_answer{};
    if (!parts || !parts->says_time())
        parts = read_first_clauses(words);
    if (!parts)
        return tl::unexpected(time_fault::unreadable);
    return resolver(*parts, now, wanted, usual).resolve();
}

} // namespace bot::dialog
