#include "bot/duty/roster.hpp"

#include <algorithm>
#include <set>

namespace bot::duty {

namespace {

constexpr duration week = std::chrono::weeks{1};

/// The greatest multiple of `step` from `anchor` that is not after `at`, counted in steps.
std::int64_t steps_to(instant anchor, duration step, instant at)
{
    const auto distance = (at - anchor).count();
    const auto whole = distance / step.count();
    return distance % step.count() < 0 ? whole - 1 : whole;
}

/// Monday 05/01/1970, 00:00 in Vietnam.
constexpr instant first_monday = instant{std::chrono::days{4}} - rules::vietnam_offset;

duration turn_length(const roster& of)
{
    return of.turns ? of.turns->turn : week;
}

/// Every moment inside the span at which anything may change, with both ends, in order.
std::set<instant> edges(const roster& of, const span& within)
{
    std::set<instant> all{within.from, within.until};
    const auto note = [&](instant at) {
        if (within.covers(at))
            all.insert(at);
    };
    for (auto at = turn_begins(of, within.from) + turn_length(of); at < within.until; at += turn_length(of))
        note(at);
    for (const auto& one : of.changes) {
        note(one.when.from);
        note(one.when.until);
    }
    for (const auto& one : of.absences) {
        note(one.when.from);
        note(one.when.until);
    }
    return all;
}

/// Joins neighbours of one person unless `cut_at` says that something begins between them.
template <class Cut>
std::vector<shift> without_seams(std::vector<shift> all, Cut cut_at)
{
    std::vector<shift> made;
    for (auto& one : all) {
        const bool goes_on = !made.empty() && made.back().person == one.person && made.back().when.until == one.when.from;
        if (goes_on && !cut_at(one.when.from))
            made.back().when.until = one.when.until;
        else
            made.push_back(std::move(one));
    }
    return made;
}

/// The span cut into stretches in which `who` has one answer.
template <class Who>
std::vector<shift> tiled(const roster& of, const span& within, Who who)
{
    if (within.from >= within.until)
        return {};
    std::vector<shift> all;
    const auto moments = edges(of, within);
    for (auto at = moments.begin(), next = std::next(at); next != moments.end(); ++at, ++next)
        all.push_back({who(*at), {*at, *next}});
    return without_seams(std::move(all), [&](instant at) { return turn_begins(of, at) == at; });
}

/// Nobody who was planned for the moment nor anybody named in their place is there.
bool is_hole(const roster& of, instant at)
{
    if (!of.turns)
        return available(of, at).empty();
    const auto person = planned(of, at);
    return person.empty() || (is_absent(of, person, at) && stand_in(of, person, at).empty());
}

} // namespace

shift turn_at(const rotation& turns, instant at)
{
    const auto number = steps_to(turns.hand_over, turns.turn, at);
    const auto count = static_cast<std::int64_t>(turns.people.size());
    const auto place = static_cast<std::size_t>(((number % count) + count) % count);
    const auto begins = turns.hand_over + number * turns.turn;
    return {turns.people[place], {begins, begins + turns.turn}};
}

instant turn_begins(const roster& of, instant at)
{
    const auto anchor = of.turns ? of.turns->hand_over : first_monday;
    return anchor + steps_to(anchor, turn_length(of), at) * turn_length(of);
}

bool is_absent(const roster& of, std::string_view person, instant at)
{
    return std::ranges::any_of(of.absences, [&](const absence& one) { return one.person == person && one.when.covers(at); });
}

std::string stand_in(const roster& of, std::string_view person, instant at)
{
    std::set<std::string_view> asked{person}; // the directory refuses rings, but one must not hang us
    for (auto found = of.deputies.find(person); found != of.deputies.end() && asked.insert(found->second).second;
         found = of.deputies.find(found->second))
        if (!is_absent(of, found->second, at))
            return found->second;
    return "";
}

std::string planned(const roster& of, instant at)
{
    const auto change = std::find_if(of.changes.rbegin(), of.changes.rend(), [&](const auto& one) { return one.when.covers(at); });
    if (change != of.changes.rend())
        return change->person;
    if (of.turns)
        return turn_at(*of.turns, at).person;
    return of.holders.empty() ? "" : of.holders.front();
}

std::vector<std::string> available(const roster& of, instant at)
{
    std::vector<std::string> people;
    const auto add = [&](const std::string& person) {
        if (!person.empty() && std::ranges::find(people, person) == people.end())
            people.push_back(person);
    };
    const auto person = planned(of, at);
    add(is_absent(of, person, at) ? stand_in(of, person, at) : person);
    for (const auto& holder : of.holders)
        if (!is_absent(of, holder, at))
            add(holder);
    return people;
}

std::vector<shift> planned_shifts(const roster& of, const span& within)
{
    return tiled(of, within, [&](instant at) { return planned(of, at); });
}

std::vector<shift> shifts(const roster& of, const span& within)
{
    return tiled(of, within, [&](instant at) {
        auto people = available(of, at);
        return people.empty() ? std::string{} : std::move(people.front());
    });
}

std::vector<shift> joined(std::vector<shift> all)
{
    return without_seams(std::move(all), [](instant) { return false; });
}

std::vector<span> holes(const roster& of, const span& within)
{
    std::vector<span> found;
    for (const auto& one : joined(tiled(of, within, [&](instant at) { return std::string(is_hole(of, at) ? "hole" : ""); })))
        if (!one.person.empty())
            found.push_back(one.when);
    return found;
}

} // namespace bot::duty
