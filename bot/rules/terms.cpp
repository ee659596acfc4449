#include "bot/rules/terms.hpp"

#include <algorithm>

namespace bot::rules {

std::optional<clock_start> start_of(const deadline_rule& rule, const case_facts& facts)
{
    std::optional<clock_start> start;
    for (const moment which : rule.from) {
        const auto& at = facts[which];
        if (!at)
            continue;
        const bool better = !start || (rule.from_pick == pick::earliest && *at < start->at) ||
                            (rule.from_pick == pick::latest && *at > start->at);
        if (better)
            start = clock_start{.at = *at, .which = which, .restarted = {}};
    }
    if (!start)
        return start;
    for (const moment which : rule.restart)
        if (const auto& at = facts[which]; at && *at > start->at) {
            start->at = *at;
            start->restarted = which;
        }
    if (rule.recurring)
        if (const auto sent = facts.done.find(rule.cited.id);
            sent != facts.done.end() && sent->second > start->at) {
            start->at = sent->second;
            start->restarted.reset();
            start->discharged = true;
        }
    return start;
}

duration term_of(const deadline_rule& rule, criticality system)
{
    const auto exception = rule.within_by_system.find(system);
    return exception == rule.within_by_system.end() ? rule.within.value() : exception->second;
}

std::optional<instant> advance(instant start, duration amount, const std::vector<pause>& pauses,
                               std::vector<pause>* applied)
{
    instant due = start + amount;
    instant counted_to = start;
    for (const pause& held : pauses) {
        const instant from = std::max(held.from, counted_to);
        if (from >= due)
            break;
        if (!held.to)
            return std::nullopt;
        if (*held.to <= from)
            continue;
        due += *held.to - from;
        counted_to = *held.to;
        if (applied)
            applied->push_back({.from = from, .to = held.to, .reason = held.reason});
    }
    return due;
}

} // namespace bot::rules
