#include "bot/incident/judge.hpp"

#include <algorithm>
#include <stdexcept>

// What reporters do: report, add, ask, hear; and setting a report aside.
namespace bot::incident {
namespace {

using enum refusal_kind;

bool later_than(const std::optional<instant>& given, const std::optional<instant>& known)
{
    return given && known && *given > *known;
}

} // namespace

verdict judge::operator()(const report& what) const
{
    const auto& content = what.content;
    if (content.number.empty() || content.unit.empty())
        throw std::logic_error("a report needs a number and a unit from its caller");
    const auto& said = content.report;
    std::vector<bot::phrase> missing;
    if (blank(said.description.value_or("")))
        missing.push_back({"incident.missing.description", {}});
    const bool reachable = !is_system(who) || !blank(said.reporter_phone.value_or("")) ||
                           !blank(said.reporter_email.value_or("")) ||
                           !blank(said.reporter_contact.value_or(""));
    if (!reachable)
        missing.push_back({"incident.missing.contact", {}});
    if (!missing.empty())
        return lacking(std::move(missing), "incident.refused.report_incomplete");
    if (ahead(said.occurred_at) || ahead(said.detected_at) || ahead(said.notified_at) ||
        ahead(content.received_at))
        return deny(invalid, "incident.refused.in_future");
    return std::vector<change>{content};
}

verdict judge::operator()(const supplement& what) const
{
    auto fields = what.fields;
    if (fields == report_fields{})
        return deny(incomplete, "incident.refused.nothing_given");
    if (ahead(fields.occurred_at) || ahead(fields.detected_at) || ahead(fields.notified_at))
        return deny(invalid, "incident.refused.in_future");
    // No clock moves later on the word of somebody who does not answer for it.
    if (later_than(fields.detected_at, subject.facts[rules::moment::detected])) {
        if (!manages())
            return deny(invalid, "incident.refused.detected_later");
        if (blank(what.reason))
            return need_reason();
    }
    if (fields.criticality && *fields.criticality < subject.facts.system &&
        !(manages() && !blank(what.reason)))
        fields.criticality.reset();
    const bool is_first_reporter = same_person(subject.reported_by, who);
    if (fields.keep_confidential == false && subject.report.keep_confidential == true && !is_first_reporter)
        return deny(wrong_role, "incident.refused.confidence_is_reporters");
    if (fields.sealed_from_department == false && subject.report.sealed_from_department == true &&
        !is_first_reporter)
        return deny(wrong_role, "incident.refused.confidence_is_reporters");
    if (!is_first_reporter &&
        !roles.meets({role::handler, role::own_handler, role::incident_manager, role::it_head, role::leader}))
        // Somebody who joined speaks about the incident, not about who reported it.
        for (auto* field : {&fields.reporter_name, &fields.reporter_address, &fields.reporter_phone,
                            &fields.reporter_email, &fields.reporter_contact})
            field->reset();
    if (fields == report_fields{})
        return deny(incomplete, "incident.refused.nothing_given");
    return std::vector<change>{supplemented{.report = std::move(fields), .reason = what.reason}};
}

verdict judge::operator()(const ask& what) const
{
    if (blank(what.text))
        return deny(incomplete, "incident.refused.nothing_given");
    return std::vector<change>{asked{.text = what.text}};
}

verdict judge::operator()(const answer& what) const
{
    if (blank(what.text))
        return deny(incomplete, "incident.refused.nothing_given");
    return std::vector<change>{answered{.text = what.text}};
}

verdict judge::operator()(const attach& what) const
{
    if (what.file.id.empty())
        throw std::logic_error("an attachment needs an id from its caller");
    const auto& known = subject.report.attachments;
    if (std::find(known.begin(), known.end(), what.file) != known.end())
        return deny(already_done, "incident.refused.already_attached", {{"name", what.file.name}});
    return std::vector<change>{attachment_added{.file = what.file}};
}

verdict judge::operator()(const join& what) const
{
    const auto holds = [&](const actor& person) {
        return std::any_of(
            subject.subscribers.begin(), subject.subscribers.end(), [&](const subscriber& one) {
                return same_person(one.who, person) &&
                       std::find(one.origins.begin(), one.origins.end(), what.from) != one.origins.end();
            });
    };
    if (what.from == subject.number)
        return deny(invalid, "incident.refused.link_to_itself");
    const bool for_others = std::any_of(what.reporters.begin(), what.reporters.end(),
                                        [&](const actor& one) { return !same_person(one, who); });
    const bool by_office = manages() || roles.has(role::system);
    if (!by_office && (for_others || !what.from.empty()))
        return deny(wrong_role, "incident.refused.join_only_yourself");
    const auto& report = subject.report;
    if (!by_office &&
        (report.sealed_from_department.value_or(false) || report.keep_confidential.value_or(false)))
        return deny(wrong_role, "incident.refused.join_sealed");
    reporter_joined joined{.reporters = {}, .from = what.from};
    std::copy_if(what.reporters.begin(), what.reporters.end(), std::back_inserter(joined.reporters),
                 [&](const actor& one) { return !holds(one); });
    if (joined.reporters.empty() && what.from.empty())
        return deny(already_done, "incident.refused.already_joined");
    return std::vector<change>{std::move(joined)};
}

verdict judge::operator()(const leave& what) const
{
    const bool by_office = manages() || roles.has(role::system);
    const bool only_self =
        what.reporters.size() == 1 && same_person(what.reporters.front(), who) && what.from.empty();
    if (!by_office && !only_self)
        return deny(wrong_role, "incident.refused.join_only_yourself");
    const auto touched = [&](const subscriber& one) {
        const bool named = what.reporters.empty()
                               ? !what.from.empty()
                               : std::any_of(what.reporters.begin(), what.reporters.end(),
                                             [&](const actor& a) { return same_person(a, one.who); });
        return named && std::find(one.origins.begin(), one.origins.end(), what.from) != one.origins.end();
    };
    if (std::none_of(subject.subscribers.begin(), subject.subscribers.end(), touched))
        return deny(already_done, "incident.refused.not_joined");
    return std::vector<change>{reporter_left{.reporters = what.reporters, .from = what.from}};
}

verdict judge::operator()(const acknowledge& /*what*/) const
{
    // Beyond `reported`, only what lapsed can be taken in hand anew.
    if (!subject.unattended_since && has_to_confirm())
        return std::vector<change>{confirmed{}};
    if (!subject.unattended_since) {
        auto refused = already("incident.refused.already_acknowledged", "acknowledged");
        refused.record.push_back(entry(acknowledged_again{}));
        return tl::unexpected<refusal>(std::move(refused));
    }
    return std::vector<change>{acknowledged{}};
}

verdict judge::operator()(const lapse& what) const
{
    if (what.passed_up && blank(what.reason))
        return need_reason();
    if (!what.passed_up && !roles.has(role::system))
        return deny(wrong_role, "incident.refused.lapse_is_the_bots");
    if (subject.unattended_since)
        return tl::unexpected<refusal>(already("incident.refused.already_lapsed", "acknowledgement_lapsed"));
    return std::vector<change>{acknowledgement_lapsed{.passed_up = what.passed_up, .reason = what.reason}};
}

verdict judge::operator()(const dismiss& what) const
{
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{dismissed{.reason = what.reason}};
}

verdict judge::operator()(const link& what) const
{
    if (what.into.empty() || what.into == subject.number)
        return deny(invalid, "incident.refused.link_to_itself");
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{linked{.into = what.into, .reason = what.reason}};
}

verdict judge::operator()(const unlink& what) const
{
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{unlinked{.from = subject.linked_into, .reason = what.reason}};
}

verdict judge::operator()(const move_unit& what) const
{
    if (what.to_unit.empty() || what.to_unit == subject.unit)
        return deny(invalid, "incident.refused.same_unit");
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{
        moved{.from_unit = subject.unit, .to_unit = what.to_unit, .reason = what.reason}};
}

} // namespace bot::incident
