#include "bot/flow/drill_injects.hpp"

#include "messages/when.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

bool lasts(const store::drill_inject& one, rules::instant now)
{
    return one.from <= now && (!one.until || now < *one.until);
}

/// The injects that last now in the drill the incident belongs to.
std::vector<store::drill_inject> injects_now(work& at, const about& matter)
{
    if (!matter.drill || !matter.incident)
        return {};
    const auto exercise = store::drill_of(at.tx, *matter.incident);
    if (!exercise || exercise->ended_at)
        return {};
    auto all = store::injects_of(at.tx, exercise->id);
    std::erase_if(all, [&](const store::drill_inject& one) { return !lasts(one, at.now); });
    return all;
}

bool plays_silent(const std::vector<store::drill_inject>& injects, std::string_view person)
{
    return !person.empty() && std::ranges::any_of(injects, [&](const store::drill_inject& one) {
        return one.what == store::inject_kind::no_answer && one.person == person;
    });
}

bool zalo_is_down(const std::vector<store::drill_inject>& injects)
{
    return std::ranges::any_of(injects, [](const store::drill_inject& one) { return one.what == store::inject_kind::zalo_down; });
}

} // namespace

injected injected_on(work& at, std::string_view person, const about& matter)
{
    const auto injects = injects_now(at, matter);
    injected found{.silent = plays_silent(injects, person)};
    if (zalo_is_down(injects))
        found.not_by = {way::message, way::template_by_user, way::template_by_phone};
    return found;
}

bool is_lost_in_drill(work& at, const chat& to, const about& matter)
{
    if (!matter.drill || matter.purpose.empty() || to.channel == channel_kind::email)
        return false;
    return zalo_is_down(injects_now(at, matter));
}

std::optional<phrase> refused_in_drill(work& at, const case_file& about_case, const incident::actor& by)
{
    if (!about_case.row.drill || incident::is_system(by))
        return std::nullopt;
    const auto exercise = store::drill_of(at.tx, about_case.row.id);
    if (!exercise)
        return std::nullopt;
    if (exercise->ended_at)
        return phrase{"drill.over", {{"number", about_case.row.number}, {"at", std::vector{messages::moment(*exercise->ended_at, at.now)}}}};
    if (plays_silent(injects_now(at, {.incident = about_case.row.id, .drill = true}), by.person))
        return phrase{"drill.you_are_silent", {{"number", about_case.row.number}}};
    return std::nullopt;
}

} // namespace bot::flow
