#include "bot/rules/pack_rows.hpp"

#include <algorithm>

namespace bot::rules {
namespace {

std::vector<moment> read_moments(object_reader& row, std::string_view key, bool required = false)
{
    std::vector<moment> moments;
    for (const std::string& name : row.texts(
             key, [](const std::string& given) { return moment_named(given).has_value(); },
             "the name of a moment", required))
        moments.push_back(*moment_named(name));
    return moments;
}

/// "75%", "PT6H" after the start, or "-PT1H" before the due time.
std::optional<point> read_point(const json_value& item)
{
    if (item.what != json_value::kind::text)
        return std::nullopt;
    const std::string& text = item.text;
    if (text.ends_with('%')) {
        if (text.size() < 2 || text.size() > 3)
            return std::nullopt;
        int percent = 0;
        for (const char c : text.substr(0, text.size() - 1)) {
            if (c < '0' || c > '9')
                return std::nullopt;
            percent = percent * 10 + (c - '0');
        }
        return point{.after_start = {}, .before_due = {}, .percent = percent};
    }
    const bool before = text.starts_with('-');
    const auto offset = parse_duration(std::string_view(text).substr(before ? 1 : 0));
    if (!offset)
        return std::nullopt;
    if (before)
        return point{.after_start = {}, .before_due = offset, .percent = {}};
    return point{.after_start = offset, .before_due = {}, .percent = {}};
}

constexpr auto point_expected =
    R"(expected "75%" of the term, "PT6H" after the start or "-PT1H" before the due time)";

void read_from(object_reader& row, deadline_rule& made)
{
    const json_value* from = row.member("from", true);
    if (!from)
        return;
    object_reader choice(*from, row.below("from"), row.file(), row.out());
    int given = 0;
    for (const auto& [key, how] :
         {std::pair{"earliest", pick::earliest}, {"first_of", pick::first_of}, {"latest", pick::latest}}) {
        if (!choice.has(key))
            continue;
        ++given;
        made.from_pick = how;
        made.from = read_moments(choice, key, true);
    }
    choice.finish();
    if (given != 1)
        row.fault("from", "expected one of earliest, first_of or latest with a list of moments");
}

void read_within(object_reader& row, deadline_rule& made)
{
    made.within = row.span("within");
    if (made.within && made.within->count() == 0)
        row.fault("within", "a term is longer than nothing");
    if (const json_value* table = row.member("within_by_system")) {
        object_reader cells(*table, row.below("within_by_system"), row.file(), row.out());
        for (const criticality system : {criticality::special, criticality::important, criticality::normal})
            if (const auto term = cells.span(name_of(system)))
                made.within_by_system[system] = *term;
        cells.finish();
        if (!made.within)
            row.fault("within_by_system", "needs a within that it makes exceptions from");
    }
}

void read_date(object_reader& row, deadline_rule& made)
{
    const std::string text = row.text("before_date", false);
    if (text.empty())
        return;
    const auto digit = [&](std::size_t i) {
        return text[i] >= '0' && text[i] <= '9' ? static_cast<unsigned>(text[i] - '0') : 99U;
    };
    if (text.size() == 5 && text[2] == '-') {
        const std::chrono::month_day date{std::chrono::month{digit(0) * 10 + digit(1)},
                                          std::chrono::day{digit(3) * 10 + digit(4)}};
        // 29 February is refused: the day does not exist every year.
        if (date.ok() && date != std::chrono::February / 29)
            made.before_date = date;
    }
    if (!made.before_date)
        row.fault("before_date", R"(expected a date such as "12-20" that exists every year)");
}

void read_term(object_reader& row, deadline_rule& made)
{
    read_within(row, made);
    made.working_days = row.whole("working_days", 1, 366);
    made.calendar_days = row.whole("calendar_days", 1, 366);
    read_date(row, made);
    const int given = (made.within ? 1 : 0) + (made.working_days ? 1 : 0) + (made.calendar_days ? 1 : 0) +
                      (row.has("before_date") ? 1 : 0);
    if (given != 1)
        row.fault("within", "exactly one of within, working_days, calendar_days and before_date is expected");
}

void read_condition(object_reader& row, deadline_rule& made)
{
    const json_value* when = row.member("when");
    if (!when)
        return;
    object_reader condition(*when, row.below("when"), row.file(), row.out());
    made.levels = read_levels(condition, "levels");
    made.notice_class = condition.texts(
        "notice", [](const std::string& name) { return !name.empty(); }, "a notice class");
    made.systems = read_systems(condition, "systems");
    condition.finish();
}

/// A point behind the due time would be a reminder of what is over.
bool beyond(const point& at, const deadline_rule& made)
{
    return made.within &&
           ((at.after_start && *at.after_start >= *made.within) ||
            (at.before_due && (*at.before_due >= *made.within || at.before_due->count() == 0)));
}

void read_ladder(object_reader& row, deadline_rule& made)
{
    row.list("ladder", [&](const json_value& item, const std::string& where) {
        const auto at = read_point(item);
        if (!at)
            row.out().push_back({row.file(), where, point_expected});
        else if (beyond(*at, made))
            row.out().push_back({row.file(), where, "this point is not before the due time"});
        else
            made.ladder.push_back(*at);
    });
    row.list("escalate", [&](const json_value& item, const std::string& where) {
        object_reader step(item, where, row.file(), row.out());
        escalation_step read;
        if (const json_value* at = step.member("at", true)) {
            const auto point_read = read_point(*at);
            if (!point_read)
                step.fault("at", point_expected);
            else if (beyond(*point_read, made))
                step.fault("at", "this point is not before the due time");
            else
                read.at = *point_read;
        }
        read.to = read_recipients(step);
        step.finish();
        if (nobody(read.to))
            step.fault("roles", "an escalation reaches somebody");
        made.escalate.push_back(std::move(read));
    });
}

void read_repeat(object_reader& row, deadline_rule& made)
{
    const json_value* table = row.member("repeat");
    if (!table)
        return;
    object_reader cells(*table, row.below("repeat"), row.file(), row.out());
    for (const auto& [key, level] :
         {std::pair{"any", -1}, {"0", 0}, {"1", 1}, {"2", 2}, {"3", 3}, {"4", 4}}) {
        const auto cadence = cells.span(key);
        if (!cadence)
            continue;
        if (cadence->count() == 0)
            cells.fault(key, "a cadence is longer than nothing");
        else
            made.repeat[level] = *cadence;
    }
    cells.finish();
}

} // namespace

deadline_rule read_deadline(const json_value& value, const std::string& pointer, const std::string& file,
                            problems& out)
{
    object_reader row(value, pointer, file, out);
    deadline_rule made{.cited = row.cited()};
    made.figure_basis = made.cited.basis;
    if (const std::string name = row.text("figure_basis", false); !name.empty()) {
        if (name == "law" || name == "inf" || name == "cfg")
            made.figure_basis = name == "law" ? basis::law : name == "inf" ? basis::inf : basis::cfg;
        else
            row.fault("figure_basis", "expected law, inf or cfg");
        if (made.figure_basis == basis::law && made.cited.basis != basis::law)
            row.fault("figure_basis", "a figure cannot be law where the duty is not");
    }
    made.enabled = row.flag("enabled", true);
    read_term(row, made);
    if (!row.has("before_date"))
        read_from(row, made);
    made.restart = read_moments(row, "restart");
    made.recurring = row.flag("recurring", false);
    made.until = read_moments(row, "until");
    made.cancel = read_moments(row, "cancel");
    read_condition(row, made);
    made.immediate = row.flag("immediate", false);
    made.pausable = row.flag("pausable", false);
    if (made.pausable && !made.within)
        row.fault("pausable", "only a term in hours can be paused");
    made.remind = read_roles(row, "remind");
    read_ladder(row, made);
    if (const json_value* breach = row.member("breach")) {
        object_reader to(*breach, row.below("breach"), file, out);
        made.breach = read_recipients(to);
        to.finish();
    }
    if (made.remind.empty() && nobody(made.breach))
        row.fault("remind", "a deadline reminds somebody");
    read_repeat(row, made);
    made.authority = row.text("authority", false);
    made.form = row.text("form", false);
    row.finish();
    return made;
}

} // namespace bot::rules
