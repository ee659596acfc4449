#include "bot/incident/roles.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

using enum role;

constexpr std::array<std::string_view, role_count> names{
    "reporter",  "vendor",        "handler", "incident_manager", "it_head",    "leader",
    "authority", "administrator", "system",  "own_reporter",     "own_handler", "called"};

struct permission {
    command_kind what;
    role foremost;
    role_set who;
};

/// The head of IT stands in for the manager (first escalation step), so whatever the manager may, they may.
constexpr role_set managing{incident_manager, it_head};
constexpr role_set managing_or_leader{incident_manager, it_head, leader};
constexpr role_set handling{handler, own_handler, incident_manager, it_head};
constexpr role_set working{handler, own_handler, incident_manager, it_head, leader};

// In the order of command_kind. Actors of regulation.md §3d; what product.md §1 and §3 add is noted.
constexpr std::array<permission, command_kind_count> permissions{{
    {command_kind::report,
     reporter,
     {reporter, vendor, handler, incident_manager, it_head, leader, authority, administrator, role::system}},
    {command_kind::supplement,
     reporter,
     {own_reporter, own_handler, handler, incident_manager, it_head, leader}},
    {command_kind::ask,
     reporter,
     {own_reporter, own_handler, handler, incident_manager, it_head, leader, authority}},
    {command_kind::answer, incident_manager, {handler, own_handler, incident_manager, it_head, leader}},
    {command_kind::attach,
     reporter,
     {own_reporter, own_handler, handler, incident_manager, it_head, leader, role::system}},
    {command_kind::join,
     reporter,
     {reporter, vendor, handler, incident_manager, it_head, leader, role::system}},
    {command_kind::leave,
     reporter,
     {own_reporter, reporter, vendor, handler, incident_manager, it_head, leader, role::system}},
    // it_head and leader: the later steps of the escalation chain (A2); the handler: takes up again what lapsed (B7); system: a unit whose own receipt
    // counts (§4 no. 7)
    {command_kind::acknowledge, incident_manager, {incident_manager, it_head, leader, own_handler, called, role::system}},
    {command_kind::lapse, incident_manager, {own_handler, incident_manager, it_head, leader, role::system}},
    {command_kind::dismiss, incident_manager, managing_or_leader},
    // system: a reporter who says their fresh report is the same incident, and who takes that back (F4)
    {command_kind::link, incident_manager, {incident_manager, it_head, leader, role::system}},
    {command_kind::unlink, incident_manager, {incident_manager, it_head, leader, role::system}},
    {command_kind::move_unit, incident_manager, managing_or_leader},
    {command_kind::classify, incident_manager, managing_or_leader},
    {command_kind::assign, incident_manager, managing_or_leader},
    {command_kind::park, incident_manager, managing},
    {command_kind::reclassify, incident_manager, managing_or_leader},
    {command_kind::approve_lowering, leader, {leader}},
    {command_kind::refuse_lowering, leader, {leader}},
    {command_kind::log_action, handler, working},
    {command_kind::promise_finish, handler, handling},
    {command_kind::pause, handler, handling},
    {command_kind::resume, handler, handling},
    {command_kind::declare_unable, handler, handling},
    {command_kind::leader_decide, leader, {leader}},
    {command_kind::resolve, handler, handling},
    {command_kind::reopen, incident_manager, managing_or_leader},
    {command_kind::summarise, incident_manager, managing},
    {command_kind::approve_summary, leader, {leader}},
    {command_kind::return_summary, leader, {leader}},
    {command_kind::send_to_ministry, incident_manager, managing_or_leader},
    {command_kind::send_duty, incident_manager, managing_or_leader},
    {command_kind::confirm_duty, incident_manager, {incident_manager, it_head, leader, authority}},
    {command_kind::waive_duty, leader, {leader}},
    {command_kind::flag, incident_manager, working},
    {command_kind::mark_moment, incident_manager, working},
    {command_kind::close, incident_manager, managing_or_leader},
    {command_kind::erase, administrator, {administrator, role::system}},
    {command_kind::apply_policy, incident_manager, managing_or_leader},
    {command_kind::snooze, handler, working},
    {command_kind::keep_working, handler, {handler, own_handler, incident_manager, it_head, leader, called}},
}};

constexpr bool in_order()
{
    for (std::size_t i = 0; i < permissions.size(); ++i)
        if (static_cast<std::size_t>(permissions[i].what) != i) // NOLINT(*-constant-array-index)
            return false;
    return true;
}
static_assert(in_order());

} // namespace

std::string_view name_of(role value)
{
    return names.at(static_cast<std::size_t>(value));
}

std::optional<role> role_named(std::string_view name)
{
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<role>(found - names.begin());
}

role_set roles_named(std::span<const std::string> given)
{
    role_set all;
    for (const auto& name : given) {
        const auto known = role_named(name);
        // What follows from being the bot, the reporter or the handler is never given by a directory.
        if (known && *known < role::system)
            all.add(*known);
    }
    return all;
}

role_set permitted(command_kind what)
{
    return permissions.at(static_cast<std::size_t>(what)).who;
}

role foremost(command_kind what)
{
    return permissions.at(static_cast<std::size_t>(what)).foremost;
}

} // namespace bot::incident
