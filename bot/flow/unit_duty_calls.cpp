#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/unit_duties.hpp"
#include "bot/log.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

rules::instant last_told(const store::timer& timer)
{
    std::int64_t ms = 0;
    if (std::from_chars(timer.data.data(), timer.data.data() + timer.data.size(), ms).ec != std::errc{})
        return rules::instant::min();
    return rules::instant{rules::duration{ms}};
}

std::string remembered(rules::instant last)
{
    return last == rules::instant::min() ? "" : std::to_string(last.time_since_epoch().count());
}

void plan_next_year(work& at, const owed_duty& duty)
{
    if (const auto next = find_duty(at, duty.unit->id, duty.clock.rule_id, duty.year + 1); next && !next->done)
        plan_unit_duty(at, *next);
}

/// All that one morning says, by whom it is said to: one message a person or group, whatever number of duties it names.
struct morning_post {
    std::map<std::string, std::vector<owed_duty>> people{};
    std::map<const config::channel_entry*, std::vector<owed_duty>> groups{};
};

/// Those of the roles who can be reached now.
std::set<std::string> reachable(work& at, const owed_duty& duty, const std::vector<std::string>& roles)
{
    std::set<std::string> found;
    for (const auto& role : roles)
        for (const auto& person : people_for_unit(at, duty.unit->id, role))
            if (route_to(at, person))
                found.insert(person);
    return found;
}

void address(work& at, const owed_duty& duty, const rules::nudge& call, morning_post& mail)
{
    auto people = reachable(at, duty, call.to_roles);
    if (people.empty()) // nobody of the roles, or nobody who can be reached: the head answers for the unit
        people = reachable(at, duty, {"leader"});
    for (const auto& person : people)
        mail.people[person].push_back(duty);
    if (people.empty())
        log::warning("unit_duty.nobody_reached", {{"unit", duty.unit->id}, {"rule", duty.clock.rule_id}});
    const auto* group = at.know.who.leadership_channel(duty.unit->id);
    const bool late = call.kind == rules::nudge_kind::breach || call.kind == rules::nudge_kind::repeat;
    if (group != nullptr && (call.to_leadership_channel || (late && people.empty())))
        mail.groups[group].push_back(duty);
}

/// Puts what is due of one duty into the morning's post and sets its timer to the next point.
void call_for(work& at, const store::timer& timer, morning_post& mail)
{
    const auto duty = find_duty(at, timer.key);
    if (!duty || duty->done) {
        store::remove_timer(at.tx, timer.id);
        return;
    }
    auto last = last_told(timer);
    if (const auto call = rules::call_due(*duty->book, duty->clock, last, at.now)) {
        address(at, *duty, *call, mail);
        last = call->at;
    }
    if (const auto next = rules::next_call_at(*duty->book, duty->clock, last))
        at.set_timer(timer.key, *next, remembered(last));
    else
        store::remove_timer(at.tx, timer.id);
    if (duty->clock.overdue(at.now))
        plan_next_year(at, *duty);
}

/// The number by which the person names the duty; a bullet where it is not on their list.
std::string mark_of(const std::vector<owed_duty>& list, const owed_duty& duty)
{
    const auto found = std::ranges::find_if(list, [&](const owed_duty& one) { return timer_of(one).subject == timer_of(duty).subject; });
    return found == list.end() ? "•" : std::to_string(found - list.begin() + 1) + ".";
}

void write_to_person(work& at, const std::string& person, const std::vector<owed_duty>& duties)
{
    const auto list = duties_of_person(at, person);
    phrases what{{"duties.reminder"}};
    std::string example;
    for (const auto& one : duties) {
        const auto mark = mark_of(list, one);
        what.push_back(duty_line(one, mark, at.now));
        if (example.empty() && mark != "•")
            example = mark.substr(0, mark.size() - 1);
    }
    if (!example.empty())
        what.push_back({"duties.how_to_record", {{"number", example}}});
    (void)tell(at, person, what, {.purpose = "unit_duty"});
}

} // namespace

void plan_unit_duty(work& at, const owed_duty& duty, bool even_overdue)
{
    const auto key = timer_of(duty);
    const auto known = store::find_timer(at.tx, key);
    if (duty.done)
        store::cancel_timer(at.tx, key);
    if (duty.done || (!known && !even_overdue && *duty.clock.due < at.now))
        return plan_next_year(at, duty);
    auto last = known ? last_told(*known) : rules::instant::min();
    if (!known) // what had passed before the duty was known to us is not made up for
        if (const auto passed = rules::call_due(*duty.book, duty.clock, last, at.now))
            last = passed->at;
    if (const auto next = rules::next_call_at(*duty.book, duty.clock, last))
        at.set_timer(key, *next, remembered(last));
    else
        store::cancel_timer(at.tx, key);
}

void plan_unit_duties(work& at)
{
    const int this_year = static_cast<int>(rules::to_vietnam(at.now).date.year());
    for (const auto& unit : at.know.who.units())
        for (const auto& duty : duties_of_unit(at, unit, this_year))
            plan_unit_duty(at, duty);
}

void unit_duty_due(work& at, const store::timer& timer)
{
    // The first timer of a morning tells for all of them and moves them on; the others then find nothing to do.
    const auto still = store::find_timer(at.tx, timer.key);
    if (!still || still->at > at.now)
        return;
    morning_post mail;
    for (const auto& one : store::due_timers_of_kind(at.tx, at.now, static_cast<int>(timer_kind::unit_duty)))
        call_for(at, one, mail);
    for (const auto& [person, duties] : mail.people)
        write_to_person(at, person, duties);
    for (const auto& [group, duties] : mail.groups) {
        phrases what{{"duties.group"}};
        for (const auto& one : duties)
            what.push_back(duty_line(one, "•", at.now));
        post(at, *group, what, {.purpose = "unit_duty"});
    }
}

} // namespace bot::flow
