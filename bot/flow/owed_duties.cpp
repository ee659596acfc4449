#include "bot/flow/owed_duties.hpp"

#include "bot/flow/roster.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace bot::flow {

namespace {

constexpr std::array<std::string_view, 4> answerable{"incident_manager", "it_head", "leader", "system_owner"};

bool has_own(const config::unit_entry& unit, std::string_view role)
{
    const auto found = unit.roles.find(role);
    return found != unit.roles.end() && !found->second.empty();
}

rules::unit_standing standing_of(const config::unit_entry& unit)
{
    return {.has_incident_manager = has_own(unit, "incident_manager"), .has_system_owner = has_own(unit, "system_owner"), .is_top = unit.parent.empty()};
}

/// Holders of a role, and those who stand in for one who is absent.
bool answers_for(work& at, std::string_view person, std::string_view unit)
{
    return std::ranges::any_of(answerable, [&](std::string_view role) {
        const auto holders = at.know.who.holders(unit, role);
        const auto acting = on_duty(at, unit, role);
        return std::ranges::find(holders, person) != holders.end() || std::ranges::find(acting, person) != acting.end();
    });
}

bool is_called_for(work& at, const owed_duty& duty)
{
    return store::find_timer(at.tx, timer_of(duty)).has_value();
}

std::string day_of(rules::instant at)
{
    return rules::format_vietnam(at).substr(0, 10);
}

} // namespace

std::vector<owed_duty> duties_of_unit(work& at, const config::unit_entry& unit, int year)
{
    const auto& book = at.know.rules_of(unit.id);
    const auto recorded = store::discharged_duties(at.tx, unit.id, year);
    std::map<std::string, rules::instant> done;
    for (const auto& one : recorded)
        done[one.rule_id] = one.done_at;
    std::vector<owed_duty> owed;
    for (auto& clock : rules::yearly_deadlines(book, std::chrono::year{year}, done)) {
        const auto placed = book.find(clock.rule_id);
        if (!placed || !rules::owes(*placed->rule, standing_of(unit)))
            continue;
        owed_duty one{.unit = &unit, .book = &book, .year = year, .clock = std::move(clock)};
        if (const auto found = std::ranges::find(recorded, one.clock.rule_id, &store::discharged_duty::rule_id); found != recorded.end())
            one.done = *found;
        owed.push_back(std::move(one));
    }
    return owed;
}

std::optional<owed_duty> find_duty(work& at, std::string_view unit, std::string_view rule_id, int year)
{
    const auto* entry = at.know.who.unit(unit);
    if (entry == nullptr)
        return std::nullopt;
    for (auto& one : duties_of_unit(at, *entry, year))
        if (one.clock.rule_id == rule_id)
            return std::move(one);
    return std::nullopt;
}

std::vector<owed_duty> duties_of_person(work& at, std::string_view person)
{
    const int this_year = static_cast<int>(rules::to_vietnam(at.now).date.year());
    std::vector<owed_duty> all;
    for (const auto& unit : at.know.who.units()) {
        if (!answers_for(at, person, unit.id))
            continue;
        auto owed = duties_of_unit(at, unit, this_year - 1);
        std::erase_if(owed, [&](const owed_duty& one) { return one.done.has_value() || !is_called_for(at, one); });
        for (auto& one : duties_of_unit(at, unit, this_year))
            owed.push_back(std::move(one));
        std::ranges::stable_sort(owed, {}, [](const owed_duty& one) { return *one.clock.due; });
        std::ranges::move(owed, std::back_inserter(all));
    }
    return all;
}

phrase day_due(const owed_duty& duty, rules::instant now)
{
    const auto days = (rules::vietnam_date(*duty.clock.due) - rules::vietnam_date(now)).count();
    return {now <= *duty.clock.due ? "duties.due" : "duties.overdue",
            {{"days", std::int64_t{std::abs(days)}}, {"date", day_of(*duty.clock.due)}}};
}

phrase duty_line(const owed_duty& duty, const std::string& mark, rules::instant now)
{
    return {"duties.line",
            {{"mark", mark}, {"unit", duty.unit->name}, {"what", std::vector{phrase{duty.clock.title}}}, {"due", std::vector{day_due(duty, now)}}}};
}

store::timer_key timer_of(const owed_duty& duty)
{
    return timer_key(timer_kind::unit_duty, {}, std::to_string(duty.year) + " " + duty.clock.rule_id + " " + duty.unit->id);
}

std::optional<owed_duty> find_duty(work& at, const store::timer_key& key)
{
    const std::string_view subject = key.subject;
    const auto first = subject.find(' ');
    const auto second = subject.find(' ', first + 1);
    int year = 0;
    if (second == std::string_view::npos || std::from_chars(subject.data(), subject.data() + first, year).ec != std::errc{})
        return std::nullopt;
    return find_duty(at, subject.substr(second + 1), subject.substr(first + 1, second - first - 1), year);
}

} // namespace bot::flow
