#include "bot/rules/prove.hpp"

#include "bot/rules/terms.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bot::rules {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using line = proof_line;

line dated(line::kind what, sys_days day, std::string note, int count = 0)
{
    return {.what = what, .result = end_of_day(day), .amount = {}, .count = count, .note = std::move(note)};
}

std::string why_off(const holiday_calendar& calendar, sys_days day)
{
    const marked_day* mark = calendar.marked(day);
    return mark ? mark->name : "weekend";
}

/// Follows add_working_days and add_calendar_days day by day.
class day_count {
public:
    day_count(const holiday_calendar& calendar, instant start, proof& into)
        : calendar_(calendar), day_(vietnam_date(start)), into_(into)
    {
        into_.lines.push_back(dated(line::kind::first_day, day_, ""));
    }

    void working(int wanted)
    {
        for (int counted = 0; counted < wanted;) {
            step();
            if (calendar_.is_working_day(day_))
                into_.lines.push_back(dated(line::kind::day, day_, swapped(), ++counted));
            else
                into_.lines.push_back(dated(line::kind::day_off, day_, why_off(calendar_, day_)));
        }
    }

    void consecutive(int wanted)
    {
        for (int counted = 1; counted <= wanted; ++counted) {
            step();
            into_.lines.push_back(dated(line::kind::day, day_, "", counted));
        }
        while (!calendar_.is_working_day(day_)) {
            into_.lines.push_back(dated(line::kind::day_off, day_, why_off(calendar_, day_)));
            step();
            into_.lines.push_back(dated(line::kind::rolled, day_, ""));
        }
    }

private:
    void step()
    {
        day_ += days{1};
        if (!calendar_.covers(std::chrono::year_month_day{day_}.year()))
            into_.beyond_calendar = true;
    }
    std::string swapped() const
    {
        const marked_day* mark = calendar_.marked(day_);
        return mark ? mark->name : "";
    }

    const holiday_calendar& calendar_;
    sys_days day_;
    proof& into_;
};

void tell_start(proof& into, const deadline_rule& rule, const case_facts& facts)
{
    const auto start = start_of(rule, facts);
    if (!start)
        return;
    const instant picked = *facts[start->which];
    for (const moment which : rule.from)
        if (const auto& at = facts[which]; at && which != start->which)
            into.lines.push_back({.what = line::kind::candidate,
                                  .result = *at,
                                  .amount = {},
                                  .count = 0,
                                  .note = std::string(name_of(which))});
    into.lines.push_back({.what = line::kind::start,
                          .result = picked,
                          .amount = {},
                          .count = 0,
                          .note = std::string(name_of(start->which))});
    if (start->restarted || start->discharged)
        into.lines.push_back({.what = line::kind::restarted,
                              .result = start->at,
                              .amount = {},
                              .count = 0,
                              .note = start->restarted ? std::string(name_of(*start->restarted)) : "done"});
}

void tell_hours(proof& into, const deadline_rule& rule, const deadline& of, const case_facts& facts)
{
    const duration term = term_of(rule, facts.system);
    instant running = of.start + term;
    into.lines.push_back(
        {.what = line::kind::term, .result = running, .amount = term, .count = 0, .note = ""});
    for (const pause& held : of.pauses_applied) {
        const duration length = *held.to - held.from;
        running += length;
        into.lines.push_back({.what = line::kind::pause,
                              .result = running,
                              .amount = length,
                              .count = 0,
                              .note = held.reason});
    }
    for (const pause& held : facts.pauses) {
        const bool counted =
            std::ranges::any_of(of.pauses_applied, [&](const pause& one) { return one.to == held.to; });
        if (counted)
            continue;
        into.lines.push_back({.what = held.to || of.due ? line::kind::pause_ignored : line::kind::held,
                              .result = running,
                              .amount = held.to ? *held.to - held.from : duration{},
                              .count = 0,
                              .note = held.reason});
    }
}

} // namespace

std::string_view name_of(proof_line::kind k)
{
    static constexpr std::array<std::string_view, 12> names{
        "start", "restarted", "candidate", "term",    "pause",  "pause_ignored",
        "held",  "first_day", "day",       "day_off", "rolled", "due"};
    return names[static_cast<std::size_t>(k)];
}

proof prove(const rule_book& book, const deadline& of, const case_facts& facts)
{
    const auto placed = book.find(of.rule_id);
    if (!placed)
        throw std::logic_error("the deadline's rule is not in this rule book: " + of.rule_id);
    const deadline_rule& rule = *placed->rule;
    proof made{.rule_id = of.rule_id,
               .pack_id = of.pack_id,
               .pack_version = of.pack_version,
               .stamp = book.stamp(),
               .article = of.article,
               .basis = of.basis,
               .figure_basis = of.figure_basis,
               .source = rule.cited.source,
               .overridden = rule.overridden,
               .start = of.start,
               .start_moment = of.start_moment,
               .pauses = facts.pauses,
               .levels = facts.levels,
               .lines = {},
               .due = of.due};
    tell_start(made, rule, facts);
    if (rule.within)
        tell_hours(made, rule, of, facts);
    else if (rule.working_days)
        day_count(book.calendar(), of.start, made).working(*rule.working_days);
    else if (rule.calendar_days)
        day_count(book.calendar(), of.start, made).consecutive(*rule.calendar_days);
    if (of.due)
        made.lines.push_back(
            {.what = line::kind::due, .result = *of.due, .amount = {}, .count = 0, .note = ""});
    return made;
}

} // namespace bot::rules
