#include "bot/flow/maintenance.hpp"

#include "bot/dialog/time_phrase.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/post.hpp"
#include "bot/log.hpp"
#include "messages/when.hpp"
#include "store/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

std::string setting_name(std::string_view unit)
{
    return "maintenance:" + std::string(unit);
}

/// The units the speaker answers for themselves, without those above and below.
std::vector<std::string> units_of(const speaker& who)
{
    constexpr std::array<std::string_view, 4> answering{"incident_manager", "it_head", "leader", "administrator"};
    std::vector<std::string> units;
    for (const auto& unit : who.at.know.who.units())
        for (const auto role : answering) {
            const auto held = unit.roles.find(role);
            const bool holds = held != unit.roles.end() && std::ranges::find(held->second, who.self.person) != held->second.end();
            if (holds && std::ranges::find(units, unit.id) == units.end())
                units.push_back(unit.id);
        }
    return units;
}

std::string names_of(const speaker& who, const std::vector<std::string>& units)
{
    std::string names;
    for (const auto& unit : units)
        names += (names.empty() ? "" : ", ") + who.at.know.who.unit(unit)->name;
    return names;
}

} // namespace

std::optional<rules::instant> maintained_until(work& at, std::string_view unit)
{
    std::optional<rules::instant> until;
    for (const auto* one : at.know.who.with_superiors(unit)) {
        const auto kept = store::setting(at.tx, setting_name(one->id));
        std::int64_t ms = 0;
        if (!kept || std::from_chars(kept->data(), kept->data() + kept->size(), ms).ec != std::errc{})
            continue;
        const rules::instant end{rules::duration{ms}};
        if (end > at.now)
            until = std::max(until.value_or(end), end);
    }
    return until;
}

void end_maintenance(const speaker& who)
{
    auto& at = who.at;
    const auto units = units_of(who);
    if (units.empty())
        return reply(who, {{"say.roles_only"}});
    std::vector<std::string> touched;
    for (const auto& unit : units) {
        store::drop_setting(at.tx, setting_name(unit));
        for (const auto* below : at.know.who.with_subordinates(unit))
            touched.push_back(below->id);
    }
    log::info("maintenance.ended", {{"by", who.self.person}});
    reply(who, {{"say.maintenance_ended", {{"units", names_of(who, units)}}}});
    resume_chains(at, touched);
}

void set_maintenance(const speaker& who, const std::string& rest)
{
    auto& at = who.at;
    const auto units = units_of(who);
    if (units.empty())
        return reply(who, {{"say.roles_only"}});
    const auto until = dialog::parse_time(rest, at.now, dialog::direction::future);
    if (!until || !until->at)
        return reply(who, {{"say.maintenance_how"}});
    if (*until->at > at.now + maintenance_max)
        return reply(who, {{"say.maintenance_too_long", {{"hours", std::int64_t{maintenance_max.count()}}}}});
    for (const auto& unit : units)
        store::set_setting(at.tx, setting_name(unit), std::to_string(until->at->time_since_epoch().count()));
    log::info("maintenance.begun", {{"by", who.self.person}});
    reply(who, {{"say.maintenance_begun", {{"units", names_of(who, units)}, {"until", phrases{messages::moment(*until->at, at.now)}}}}});
}

} // namespace bot::flow
