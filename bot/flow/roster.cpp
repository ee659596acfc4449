#include "bot/flow/roster.hpp"

#include "store/absences.hpp"
#include "store/duty_changes.hpp"

#include <algorithm>
#include <set>

namespace bot::flow {

namespace {

duty::span this_moment(const work& at)
{
    return {at.now, at.now + rules::duration{1}};
}

/// Everybody a roster may fall back on: holders, those who took duties over, and their deputies.
std::set<std::string> people_in(const duty::roster& of, const config::directory& who)
{
    std::set<std::string> all(of.holders.begin(), of.holders.end());
    if (of.turns)
        all.insert(of.turns->people.begin(), of.turns->people.end());
    for (const auto& one : of.changes)
        all.insert(one.person);
    for (const auto& one : std::vector(all.begin(), all.end()))
        for (auto next = who.deputies().find(one); next != who.deputies().end() && all.insert(next->second).second;)
            next = who.deputies().find(next->second);
    return all;
}

/// Deputies and absences of everybody in the roster.
void add_people(duty::roster& to, store::connection& from, const config::directory& who, const duty::span& within)
{
    for (const auto& person : people_in(to, who)) {
        if (const auto deputy = who.deputies().find(person); deputy != who.deputies().end())
            to.deputies.emplace(person, deputy->second);
        for (const auto& one : store::absences_between(from, person, within.from, within.until))
            to.absences.push_back({person, {one.from, one.until}});
    }
}

void collect_represented(work& at, std::string_view person, std::set<std::string>& into)
{
    for (const auto& one : at.know.who.deputised_by(person))
        if (!into.contains(one) && store::absence_of(at.tx, one, at.now)) {
            into.insert(one);
            collect_represented(at, one, into);
        }
}

/// The absent people the person stands in for now, themselves left out.
std::set<std::string> represented_by(work& at, std::string_view person)
{
    std::set<std::string> all;
    if (!at.know.who.deputised_by(person).empty() && !store::absence_of(at.tx, person, at.now))
        collect_represented(at, person, all);
    return all;
}

std::vector<std::string> handlers_of(work& at, const case_file& about)
{
    if (!about.state.handler || about.state.handler->person.empty())
        return {};
    const auto& person = about.state.handler->person;
    if (!store::absence_of(at.tx, person, at.now))
        return {person};
    if (auto deputy = acts_for(at, person); !deputy.empty())
        return {std::move(deputy)};
    auto others = on_duty(at, about.row.unit, "handler");
    if (others.size() > 1)
        others.resize(1);
    return others;
}

} // namespace

duty::roster load_roster(store::connection& from, const config::directory& who, std::string_view unit, std::string_view role, const duty::span& within)
{
    duty::roster made;
    const auto* place = who.roster_unit(unit, role);
    if (place == nullptr)
        return made;
    made.holders = who.holders(unit, role);
    if (const auto turns = place->duty.find(role); turns != place->duty.end())
        made.turns = turns->second;
    for (auto& one : store::duty_changes_between(from, place->id, role, within.from, within.until))
        if (std::ranges::find(made.holders, one.person) != made.holders.end()) // who lost the role since cannot stand in
            made.changes.push_back({std::move(one.person), std::move(one.instead_of), {one.from, one.until}});
    add_people(made, from, who, within);
    return made;
}

std::vector<std::string> on_duty(work& at, std::string_view unit, std::string_view role)
{
    return duty::available(load_roster(at.tx, at.know.who, unit, role, this_moment(at)), at.now);
}

std::vector<std::string> people_for(work& at, const case_file& about, std::string_view role)
{
    return role == "handler" ? handlers_of(at, about) : people_for_unit(at, about.row.unit, role);
}

std::vector<std::string> people_for_unit(work& at, std::string_view unit, std::string_view role)
{
    const bool backup = role == "backup_incident_manager";
    auto people = on_duty(at, unit, backup ? "incident_manager" : role);
    if (backup && !people.empty())
        people.erase(people.begin());
    else if (!backup && people.size() > 1)
        people.resize(1);
    return people;
}

std::vector<std::string> unit_heads(work& at, std::string_view unit)
{
    for (const char* role : {"it_head", "leader"})
        if (auto people = on_duty(at, unit, role); !people.empty())
            return people;
    for (const char* role : {"it_head", "leader"})
        if (auto people = at.know.who.holders(unit, role); !people.empty())
            return people;
    return {};
}

std::vector<std::string> roles_now(work& at, std::string_view person, std::string_view unit)
{
    auto held = at.know.who.roles_of(person, unit);
    for (const auto& absent : represented_by(at, person))
        for (auto& role : at.know.who.roles_of(absent, unit))
            if (std::ranges::find(held, role) == held.end())
                held.push_back(std::move(role));
    return held;
}

std::vector<std::string> units_now(work& at, std::string_view person)
{
    auto units = at.know.who.units_seen_by(person);
    for (const auto& absent : represented_by(at, person))
        for (auto& unit : at.know.who.units_seen_by(absent))
            if (std::ranges::find(units, unit) == units.end())
                units.push_back(std::move(unit));
    return units;
}

std::string acts_for(work& at, std::string_view person)
{
    if (!store::absence_of(at.tx, person, at.now))
        return "";
    duty::roster alone{.holders = {std::string(person)}};
    add_people(alone, at.tx, at.know.who, this_moment(at));
    return duty::stand_in(alone, person, at.now);
}

std::string name_of_person(const work& at, std::string_view person)
{
    const auto* entry = at.know.who.person(person);
    return entry == nullptr ? std::string(person) : entry->name;
}

} // namespace bot::flow
