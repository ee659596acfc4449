#include "bot/cli/roster_shifts.hpp"

#include "bot/flow/roster.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

using bot::flow::duty_post;
using bot::rules::instant;
namespace duty = bot::duty;

std::vector<std::string> roles_of(const config::directory& who, const std::string& unit)
{
    std::vector<std::string> roles;
    for (const auto& role : config::known_roles()) {
        const auto* place = who.roster_unit(unit, role);
        const bool named = std::ranges::find(bot::flow::roles_on_duty, role) != bot::flow::roles_on_duty.end();
        if (place != nullptr && (named || place->duty.contains(role)))
            roles.push_back(role);
    }
    return roles;
}

/// From the beginning of the turn that runs to the end of the one that runs in so many weeks: shifts cut in the middle would
/// come out differently tomorrow.
duty::span whole_turns(const config::directory& who, const duty_post& post, instant now, int weeks)
{
    const auto& turns = who.unit(post.unit)->duty;
    duty::roster shape;
    if (const auto found = turns.find(post.role); found != turns.end())
        shape.turns = found->second;
    const auto length = shape.turns ? shape.turns->turn : bot::rules::duration{std::chrono::weeks{1}};
    return {duty::turn_begins(shape, now), duty::turn_begins(shape, now + std::chrono::weeks{weeks} - bot::rules::duration{1}) + length};
}

std::string uid_of(const roster_shift& one)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(one.shift.when.from).time_since_epoch().count();
    return fmt::format("{}-{}-{}@sucobot", one.post.unit, one.post.role, seconds);
}

std::string name_of(const config::directory& who, const std::string& person)
{
    const auto* entry = who.person(person);
    return entry == nullptr ? person : entry->name;
}

} // namespace

std::vector<roster_shift> roster_shifts(store::connection& from, const config::directory& who, const std::string& unit, const std::string& role, int weeks,
                                        instant now)
{
    std::vector<roster_shift> all;
    for (const auto& one : role.empty() ? roles_of(who, unit) : std::vector{role}) {
        const auto* place = who.roster_unit(unit, one);
        if (place == nullptr)
            continue;
        const duty_post post{place->id, one};
        const auto within = whole_turns(who, post, now, weeks);
        const auto roster = bot::flow::load_roster(from, who, post.unit, post.role, within);
        for (auto& shift : duty::shifts(roster, within)) {
            // A cover that runs over the edge of a turn is cut there; what was planned for its beginning is planned for all of it.
            const auto owner = [&] {
                auto plain = roster;
                plain.changes.clear();
                return duty::planned(plain, shift.when.from);
            }();
            all.push_back({post, shift, owner == shift.person ? "" : owner});
        }
    }
    return all;
}

std::string roster_calendar(const std::vector<roster_shift>& shifts, const bot::flow::knowledge& know, const std::string& language, const std::string& unit,
                            instant now)
{
    std::vector<calendar_entry> entries;
    for (const auto& one : shifts) {
        const bot::argument role = std::vector<bot::phrase>{{"role." + one.post.role}};
        const auto summary = one.shift.person.empty() ? bot::phrase{"roster.summary_none", {{"role", role}}}
                                                      : bot::phrase{"roster.summary", {{"role", role}, {"name", name_of(know.who, one.shift.person)}}};
        calendar_entry entry{.uid = uid_of(one), .summary = know.texts.text(language, summary), .from = one.shift.when.from, .until = one.shift.when.until};
        if (!one.instead_of.empty() && !one.shift.person.empty())
            entry.description = know.texts.text(language, {"roster.instead_of", {{"name", name_of(know.who, one.instead_of)}}});
        entries.push_back(std::move(entry));
    }
    const auto* entry = know.who.unit(unit);
    return to_icalendar(entries, know.texts.text(language, {"duty.unit", {{"unit", entry == nullptr ? unit : entry->name}}}), now);
}

} // namespace cli
