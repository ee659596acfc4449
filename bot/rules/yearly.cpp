#include "bot/rules/yearly.hpp"

namespace bot::rules {

namespace {

/// No rule of a unit's year depends on an incident.
const case_facts& no_incident()
{
    static const case_facts none;
    return none;
}

} // namespace

bool owes(const deadline_rule& rule, const unit_standing& unit)
{
    if (!rule.before_date)
        return false;
    switch (rule.owed_by) {
    case owed_by::reporting_unit:
        return unit.has_incident_manager;
    case owed_by::system_owner:
        return unit.has_system_owner || unit.is_top;
    }
    return false;
}

instant told_at(const nudge& what)
{
    const bool over = what.kind == nudge_kind::breach || what.kind == nudge_kind::repeat;
    const auto day = vietnam_date(what.at) + std::chrono::days{over ? 1 : 0};
    return from_vietnam(day, office_hour, 0);
}

std::optional<nudge> call_due(const rule_book& book, const deadline& of, instant last, instant now)
{
    auto upto = last;
    for (auto next = next_nudge(book, of, no_incident(), last); next && told_at(*next) <= now;
         next = next_nudge(book, of, no_incident(), upto))
        upto = next->at;
    return latest_nudge(book, of, no_incident(), last, upto);
}

std::optional<instant> next_call_at(const rule_book& book, const deadline& of, instant last)
{
    const auto next = next_nudge(book, of, no_incident(), last);
    return next ? std::optional(told_at(*next)) : std::nullopt;
}

} // namespace bot::rules
