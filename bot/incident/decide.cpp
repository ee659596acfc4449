#include "bot/incident/decide.hpp"

#include "bot/incident/judge.hpp"
#include "bot/incident/transitions.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

constexpr status_set classified_on{status::classified, status::in_handling, status::escalated,
                                   status::resolved,   status::summarised,  status::sent_to_ministry,
                                   status::monitored};
constexpr status_set resolved_on{status::resolved, status::summarised, status::sent_to_ministry};

/// What to answer when a command was carried out before: friendly, with who and when.
struct done_before {
    command_kind what;
    std::string_view event; ///< whose author and moment are named
    std::string_view key;
    status_set
        stands; ///< where its effect still stands, so that asking again is a repetition and not a mistake
};
constexpr std::array done_table{
    done_before{command_kind::report, "reported", "incident.refused.already_reported",
                classified_on | status_set{status::reported, status::acknowledged, status::closed,
                                           status::linked, status::dismissed}},
    done_before{command_kind::acknowledge, "acknowledged", "incident.refused.already_acknowledged",
                classified_on | status_set{status::acknowledged}},
    done_before{
        command_kind::dismiss, "dismissed", "incident.refused.already_dismissed", {status::dismissed}},
    done_before{command_kind::link, "linked", "incident.refused.already_linked", {status::linked}},
    done_before{command_kind::classify, "classified", "incident.refused.already_classified", classified_on},
    done_before{command_kind::park, "parked", "incident.refused.already_parked", {status::monitored}},
    done_before{command_kind::declare_unable,
                "unable_declared",
                "incident.refused.already_unable",
                {status::escalated}},
    done_before{command_kind::leader_decide,
                "leader_decided",
                "incident.refused.already_decided",
                {status::in_handling}},
    done_before{command_kind::resolve, "resolved", "incident.refused.already_resolved", resolved_on},
    done_before{command_kind::reopen, "reopened", "incident.refused.already_reopened", {status::in_handling}},
    done_before{command_kind::summarise,
                "summarised",
                "incident.refused.already_summarised",
                {status::summarised, status::sent_to_ministry}},
    done_before{command_kind::send_to_ministry,
                "sent_to_ministry",
                "incident.refused.already_sent_to_ministry",
                {status::sent_to_ministry}},
    done_before{command_kind::close, "closed", "incident.refused.already_closed", {status::closed}},
};

refusal wrong_status(const judge& at, command_kind what)
{
    const auto& subject = at.subject;
    for (const auto& row : done_table)
        if (row.what == what && row.stands.has(subject.state) && subject.last.contains(row.event))
            return at.already(row.key, row.event);
    if (subject.state == status::none)
        return at.no(refusal_kind::wrong_status, "incident.refused.unknown");
    if (subject.state == status::linked)
        return at.no(refusal_kind::wrong_status, "incident.refused.is_linked",
                     {{"into", subject.linked_into}});
    if (subject.state == status::dismissed)
        return at.told(refusal_kind::wrong_status, "incident.refused.is_dismissed", "dismissed");
    if (subject.state == status::closed)
        return at.told(refusal_kind::wrong_status, "incident.refused.is_closed", "closed");
    return at.no(refusal_kind::wrong_status, "incident.refused.not_now",
                 {{"status", phrases("status." + std::string(name_of(subject.state)))},
                  {"command", phrases("incident.command." + std::string(name_of(what)))}});
}

refusal wrong_role(const judge& at, command_kind what)
{
    auto refused = at.no(refusal_kind::wrong_role, "incident.refused.role",
                         {{"role", phrases("role." + std::string(name_of(foremost(what))))},
                          {"command", phrases("incident.command." + std::string(name_of(what)))}});
    refused.record.push_back(at.entry(attempt_refused{.what = what}));
    return refused;
}

} // namespace

role_set roles_in(const incident& subject, const actor& who, std::span<const std::string> roles)
{
    auto all = roles_named(roles);
    if (is_system(who))
        all.add(role::system);
    else if (subject.state == status::none)
        all.add(role::reporter); // whoever notices an incident may report it (QĐ 4494 Đ8.1)
    if (is_reporter(subject, who))
        all.add(role::own_reporter);
    if (is_handler(subject, who))
        all.add(role::own_handler);
    if (is_called(subject, who))
        all.add(role::called);
    return all;
}

tl::expected<std::vector<event>, refusal> decide(const incident& subject, const command& what,
                                                 const actor& who, std::span<const std::string> roles,
                                                 instant now, const rules::rule_book& book,
                                                 std::string_view channel)
{
    const judge at{subject, who,    roles_in(subject, who, roles), std::max(now, subject.last_event_at),
                   book,    channel};
    const auto kind = kind_of(what);
    const auto* const row = find_transition(subject.state, kind);
    const bool unknown = subject.state == status::none && row == nullptr;
    if (!unknown && !at.roles.meets(permitted(kind)))
        return tl::unexpected<refusal>(wrong_role(at, kind));
    if (row == nullptr) {
        auto refused = wrong_status(at, kind);
        if (kind == command_kind::acknowledge && at.has_to_confirm())
            return std::vector<event>{at.entry(confirmed{})};
        if (kind == command_kind::acknowledge && refused.kind == refusal_kind::already_done)
            refused.record.push_back(at.entry(acknowledged_again{}));
        return tl::unexpected<refusal>(std::move(refused));
    }
    auto changes = std::visit(at, what);
    if (!changes)
        return tl::unexpected<refusal>(std::move(changes.error()));
    std::vector<event> entries;
    for (auto& each : *changes)
        entries.push_back(at.entry(std::move(each)));
    return entries;
}

} // namespace bot::incident
