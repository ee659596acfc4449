#include "bot/incident/completeness.hpp"
#include "bot/incident/judge.hpp"
#include "bot/rules/classify.hpp"

#include <algorithm>

// Classification, handling, escalation to the leader, resolution.
namespace bot::incident {
namespace {

using enum refusal_kind;

std::int64_t epoch_ms(instant at)
{
    return static_cast<std::int64_t>(at.time_since_epoch().count());
}

bool score_is_off(const std::optional<int>& score)
{
    constexpr int highest = 4; // regulation.md §3a
    return score && (*score < 0 || *score > highest);
}

} // namespace

verdict judge::operator()(const classify& what) const
{
    auto decision = what.decision;
    const auto types = book.types();
    if (std::none_of(types.begin(), types.end(), [&](const auto& one) { return one.code == decision.type; }))
        return deny(invalid, "incident.refused.type_unknown", {{"type", decision.type}});
    constexpr int highest = 4;
    if (decision.level < 0 || decision.level > highest)
        return deny(invalid, "incident.refused.level_unknown", {{"level", std::int64_t{decision.level}}});
    if (score_is_off(decision.operation_effect) || score_is_off(decision.data_effect) ||
        score_is_off(decision.unit_social_impact))
        return deny(invalid, "incident.refused.effect_unknown");
    const auto system = decision.criticality.value_or(subject.facts.system);
    auto said = subject.notice;
    if (!said.personal_data)
        said.personal_data = subject.report.personal_data;
    merge(said, decision.notice);
    // The record must not be able to name a proposal that the rules did not make.
    decision.proposed_level.reset();
    decision.fired.clear();
    if (book.classification() != nullptr) {
        const auto proposal = rules::propose(book, {.system = system,
                                                    .operation = decision.operation_effect,
                                                    .data = decision.data_effect,
                                                    .impact = decision.unit_social_impact,
                                                    .signs = to_notice_signs(said)});
        decision.proposed_level = proposal.level;
        for (const auto& clause : proposal.because)
            decision.fired.push_back(clause.id);
    }
    const bool as_proposed = !decision.proposed_level || decision.level == *decision.proposed_level;
    if ((!as_proposed || system < subject.facts.system) && blank(decision.reason))
        return deny(incomplete, "incident.refused.level_reason_needed",
                    {{"level", std::int64_t{decision.level}},
                     {"proposed", std::int64_t{decision.proposed_level.value_or(decision.level)}}});
    std::vector<change> changes;
    if (subject.state == status::reported)
        changes.emplace_back(acknowledged{});
    changes.emplace_back(std::move(decision));
    return changes;
}

verdict judge::operator()(const assign& what) const
{
    if (is_system(what.handler))
        return deny(incomplete, "incident.refused.handler_needed");
    if (subject.handler && same_person(*subject.handler, what.handler) &&
        subject.state == status::in_handling) {
        auto refused = already("incident.refused.already_assigned", "assigned");
        refused.why.args["handler"] = subject.handler->name;
        return tl::unexpected<refusal>(std::move(refused));
    }
    return std::vector<change>{assigned{.handler = what.handler, .note = what.note}};
}

verdict judge::operator()(const park& what) const
{
    // Đ3.2a: only what is level 0 in force may wait to be analysed.
    if (const int level = level_in_force(subject).value_or(0); level != 0)
        return deny(invalid, "incident.refused.park_level", {{"level", std::int64_t{level}}});
    return std::vector<change>{parked{.note = what.note}};
}

verdict judge::operator()(const reclassify& what) const
{
    return level_change(what.level, what.reason);
}

verdict judge::operator()(const approve_lowering& what) const
{
    if (!lowering_pending(subject))
        return deny(already_done, "incident.refused.no_lowering");
    return std::vector<change>{lowering_approved{.level = subject.level.value_or(0), .note = what.note}};
}

verdict judge::operator()(const refuse_lowering& what) const
{
    if (!lowering_pending(subject))
        return deny(already_done, "incident.refused.no_lowering");
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{
        lowering_refused{.level = level_in_force(subject).value_or(0), .reason = what.reason}};
}

verdict judge::operator()(const log_action& what) const
{
    if (blank(what.action) && what.attachments.empty())
        return deny(incomplete, "incident.refused.nothing_given");
    if (ahead(what.done_at))
        return deny(invalid, "incident.refused.in_future");
    return std::vector<change>{
        logged{.action = what.action, .done_at = what.done_at, .attachments = what.attachments}};
}

verdict judge::operator()(const promise_finish& what) const
{
    if (what.finish <= now)
        return deny(invalid, "incident.refused.promise_in_past");
    if (subject.promised && subject.promised->finish == what.finish)
        return deny(already_done, "incident.refused.already_promised",
                    {{"finish_ms", epoch_ms(what.finish)}});
    return std::vector<change>{status_promised{.finish = what.finish, .generation = subject.promises + 1}};
}

verdict judge::operator()(const pause& what) const
{
    if (is_paused(subject)) {
        auto refused = already("incident.refused.already_paused", "paused");
        refused.why.args["reason"] = subject.facts.pauses.back().reason;
        return tl::unexpected<refusal>(std::move(refused));
    }
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{
        paused{.reason = what.reason, .waiting_for = what.waiting_for, .vendor_name = what.vendor_name}};
}

verdict judge::operator()(const resume& what) const
{
    if (!is_paused(subject))
        return deny(already_done, "incident.refused.not_paused");
    return std::vector<change>{resumed{.note = what.note}};
}

verdict judge::operator()(const declare_unable& what) const
{
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{unable_declared{.reason = what.reason, .needs = what.needs}};
}

verdict judge::operator()(const leader_decide& what) const
{
    if (blank(what.decision.plan))
        return deny(incomplete, "incident.refused.plan_needed");
    std::vector<change> changes;
    if (what.level && what.level != subject.level) {
        auto levels = level_change(*what.level, what.level_reason);
        if (!levels)
            return levels;
        changes = std::move(*levels);
    }
    changes.emplace_back(what.decision);
    return changes;
}

verdict judge::operator()(const resolve& what) const
{
    auto outcome = what.outcome;
    if (auto missing = missing_for_resolve(outcome); !missing.empty())
        return lacking(std::move(missing), "incident.refused.resolve_incomplete");
    if (outcome.handled_at > now || ahead(outcome.started_at))
        return deny(invalid, "incident.refused.in_future");
    const auto start =
        std::max(clock_start(), subject.facts[rules::moment::reopened].value_or(clock_start()));
    if (outcome.handled_at < start)
        return deny(invalid, "incident.refused.handled_before_start", {{"start_ms", epoch_ms(start)}});
    if (outcome.started_at && *outcome.started_at > outcome.handled_at)
        return deny(invalid, "incident.refused.started_after_handled");
    std::vector<change> changes;
    if (is_paused(subject))
        changes.emplace_back(resumed{});
    changes.emplace_back(std::move(outcome));
    return changes;
}

verdict judge::operator()(const reopen& what) const
{
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{reopened{.reason = what.reason}};
}

} // namespace bot::incident
