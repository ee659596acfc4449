#pragma once

#include "bot/incident/command.hpp"
#include "bot/incident/decide.hpp"
#include "bot/incident/incident.hpp"
#include "bot/incident/roles.hpp"
#include "bot/phrase.hpp"
#include "bot/rules/rule_book.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The guards behind `decide`: one overload per command, called once role and status allow it. Internal.
namespace bot::incident {

using verdict = tl::expected<std::vector<change>, refusal>;

inline bot::argument phrases(std::string key)
{
    return std::vector<bot::phrase>{{std::move(key), {}}};
}

struct judge {
    const incident& subject;
    const actor& who;
    role_set roles;
    instant now;
    const rules::rule_book& book;
    std::string_view channel;

    event entry(change what) const;

    // Refusals. `told` names who did the event of that name and when; `already` is `told` for a repetition.
    refusal no(refusal_kind kind, std::string_view key, bot::arguments more = {}) const;
    refusal told(refusal_kind kind, std::string_view key, std::string_view event_name) const;
    refusal already(std::string_view key, std::string_view event_name) const;

    verdict operator()(const report& what) const;
    verdict operator()(const supplement& what) const;
    verdict operator()(const ask& what) const;
    verdict operator()(const answer& what) const;
    verdict operator()(const attach& what) const;
    verdict operator()(const join& what) const;
    verdict operator()(const leave& what) const;
    verdict operator()(const acknowledge& what) const;
    verdict operator()(const lapse& what) const;
    verdict operator()(const dismiss& what) const;
    verdict operator()(const link& what) const;
    verdict operator()(const unlink& what) const;
    verdict operator()(const move_unit& what) const;
    verdict operator()(const classify& what) const;
    verdict operator()(const assign& what) const;
    verdict operator()(const park& what) const;
    verdict operator()(const reclassify& what) const;
    verdict operator()(const approve_lowering& what) const;
    verdict operator()(const refuse_lowering& what) const;
    verdict operator()(const log_action& what) const;
    verdict operator()(const promise_finish& what) const;
    verdict operator()(const pause& what) const;
    verdict operator()(const resume& what) const;
    verdict operator()(const declare_unable& what) const;
    verdict operator()(const leader_decide& what) const;
    verdict operator()(const resolve& what) const;
    verdict operator()(const reopen& what) const;
    verdict operator()(const summarise& what) const;
    verdict operator()(const approve_summary& what) const;
    verdict operator()(const return_summary& what) const;
    verdict operator()(const send_to_ministry& what) const;
    verdict operator()(const send_duty& what) const;
    verdict operator()(const confirm_duty& what) const;
    verdict operator()(const waive_duty& what) const;
    verdict operator()(const flag& what) const;
    verdict operator()(const mark_moment& what) const;
    verdict operator()(const close& what) const;
    verdict operator()(const erase& what) const;
    verdict operator()(const apply_policy& what) const;
    verdict operator()(const snooze& what) const;
    verdict operator()(const keep_working& what) const;

    // Shared guards.
    bool manages() const { return roles.meets({role::incident_manager, role::it_head, role::leader}); }
    /// One of those of a step who each have to confirm, and the incident is still open (B4).
    bool has_to_confirm() const;
    bool leads() const { return roles.has(role::leader); }
    tl::unexpected<refusal> deny(refusal_kind kind, std::string_view key, bot::arguments more = {}) const;
    tl::unexpected<refusal> need_reason() const;
    tl::unexpected<refusal> lacking(std::vector<bot::phrase> missing, std::string_view key) const;
    /// The changes that set a level, or why not. A lowering by the leader is approved at once.
    verdict level_change(int level, const std::string& reason) const;
    instant clock_start() const;
    static bool blank(std::string_view text)
    {
        return text.find_first_not_of(" \t\n") == std::string_view::npos;
    }
    bool ahead(const std::optional<instant>& when) const { return when && *when > now; }
};

} // namespace bot::incident
