#include "bot/rules/speed.hpp"

#include <algorithm>

namespace bot::rules {
namespace {

/// A term or a cadence must not come down to nothing: a cadence of nothing would never end.
duration part(duration whole, int times)
{
    return std::max(whole / times, duration{1});
}

/// An offset may be nothing.
void shrink(duration& offset, int times)
{
    offset /= times;
}

void shrink(point& at, int times)
{
    if (at.after_start)
        shrink(*at.after_start, times);
    if (at.before_due)
        shrink(*at.before_due, times);
}

void speed_up(deadline_rule& rule, int times)
{
    if (rule.before_date)
        return;
    if (const auto days = rule.working_days ? rule.working_days : rule.calendar_days)
        rule.within = std::chrono::days{*days};
    rule.working_days.reset();
    rule.calendar_days.reset();
    if (rule.within)
        rule.within = part(*rule.within, times);
    for (auto& [system, term] : rule.within_by_system)
        term = part(term, times);
    for (auto& at : rule.ladder)
        shrink(at, times);
    for (auto& step : rule.escalate)
        shrink(step.at, times);
    for (auto& [level, cadence] : rule.repeat)
        cadence = part(cadence, times);
    rule.figure_basis = basis::cfg;
}

/// The calls of a chain strictly increase, also where a step of a second was divided by a thousand.
void speed_up(chain_policy& policy, int times)
{
    duration earliest{0};
    for (auto& step : policy.steps) {
        step.after = std::max(step.after / times, earliest);
        earliest = step.after + duration{1};
        if (step.each)
            step.remind_every = part(step.remind_every, times);
    }
    policy.repeat_after = part(policy.repeat_after, times);
}

void speed_up(escalation_chain& chain, int times)
{
    speed_up(chain.usual, times);
    for (auto& [level, policy] : chain.by_level)
        speed_up(policy, times);
    chain.still_working_after = part(chain.still_working_after, times);
    chain.answer_within = part(chain.answer_within, times);
}

} // namespace

void speed_up(pack& one, int times)
{
    for (auto& rule : one.deadlines)
        speed_up(rule, times);
    if (one.chain)
        speed_up(*one.chain, times);
}

} // namespace bot::rules
