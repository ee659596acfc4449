#include "bot/incident/incident.hpp"

#include <algorithm>

namespace bot::incident {

rules::case_facts facts_of(const incident& subject)
{
    using rules::moment;
    auto facts = subject.facts;
    auto said = subject.notice;
    if (!said.personal_data)
        said.personal_data = subject.report.personal_data;
    facts.signs = to_notice_signs(said);
    if (facts.signs.personal_data != rules::answer::no && !facts[moment::violation_detected])
        facts[moment::violation_detected] =
            facts[moment::detected] ? facts[moment::detected] : facts[moment::received];
    return facts;
}

std::optional<int> level_in_force(const incident& subject)
{
    return rules::clock_level(subject.facts);
}

bool lowering_pending(const incident& subject)
{
    const auto in_force = level_in_force(subject);
    return subject.level && in_force && *subject.level < *in_force;
}

bool is_paused(const incident& subject)
{
    return !subject.facts.pauses.empty() && !subject.facts.pauses.back().to;
}

bool is_attended(const incident& subject)
{
    const bool in_hand = subject.state == status::acknowledged || subject.state == status::classified ||
                         subject.state == status::in_handling;
    return in_hand && !subject.unattended_since && !is_paused(subject) && level_in_force(subject) != 0;
}

actor attendant(const incident& subject)
{
    if (subject.handler)
        return *subject.handler;
    act latest;
    for (const std::string_view name : {"acknowledged", "classified"})
        if (const auto done = subject.last.find(name); done != subject.last.end() && !is_system(done->second.by) && done->second.at >= latest.at)
            latest = done->second;
    return latest.by;
}

std::optional<instant> snoozed_until(const incident& subject, instant now)
{
    return subject.snooze && subject.snooze->until > now ? std::optional{subject.snooze->until} : std::nullopt;
}

bool is_called(const incident& subject, const actor& who)
{
    return std::any_of(subject.called.begin(), subject.called.end(),
                       [&](const actor& one) { return same_person(one, who); });
}

std::string system_label(const incident& subject)
{
    const auto& report = subject.report;
    if (!report.system_name.value_or("").empty())
        return *report.system_name;
    return report.system_id.value_or("");
}

bool is_reporter(const incident& subject, const actor& who)
{
    return same_person(subject.reported_by, who) ||
           std::any_of(subject.subscribers.begin(), subject.subscribers.end(),
                       [&](const subscriber& one) { return same_person(one.who, who); });
}

bool is_handler(const incident& subject, const actor& who)
{
    return subject.handler && same_person(*subject.handler, who);
}

} // namespace bot::incident
