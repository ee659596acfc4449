#include "bot/incident/completeness.hpp"
#include "bot/incident/judge.hpp"
#include "bot/incident/obligations.hpp"

#include <algorithm>
#include <array>

// The summary, duties to authorities, signs and moments, closing, erasure.
namespace bot::incident {
namespace {

using enum refusal_kind;
using rules::moment;

/// Đ12: summaries go to the Ministry from this level on.
constexpr int ministry_level = 3;

bot::argument titled(const std::string& duty)
{
    return phrases("rule." + duty);
}

/// A sign taken back is one that was set and is now said not to be.
bool takes_back(const std::optional<bool>& said, const std::optional<bool>& known)
{
    return said == false && known == true;
}

bool takes_back(const signs& said, const signs& known)
{
    return takes_back(said.national_security, known.national_security) ||
           takes_back(said.public_order, known.public_order) ||
           takes_back(said.severe_disruption, known.severe_disruption) ||
           takes_back(said.admin_takeover, known.admin_takeover) ||
           takes_back(said.ransomware, known.ransomware) ||
           takes_back(said.health_data_leak, known.health_data_leak) ||
           takes_back(said.long_outage, known.long_outage) ||
           takes_back(said.complex_case, known.complex_case) ||
           takes_back(said.location_or_biometric, known.location_or_biometric) ||
           (said.personal_data == rules::answer::no &&
            known.personal_data.value_or(rules::answer::no) != rules::answer::no);
}

} // namespace

verdict judge::operator()(const summarise& what) const
{
    if (auto missing = missing_for_summary(what.summary, level_in_force(subject).value_or(0));
        !missing.empty())
        return lacking(std::move(missing), "incident.refused.summary_incomplete");
    return std::vector<change>{what.summary};
}

verdict judge::operator()(const approve_summary& what) const
{
    if (subject.summary_is_approved)
        return tl::unexpected<refusal>(already("incident.refused.already_approved", "summary_approved"));
    return std::vector<change>{summary_approved{.note = what.note}};
}

verdict judge::operator()(const return_summary& what) const
{
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{summary_returned{.reason = what.reason}};
}

verdict judge::operator()(const send_to_ministry& what) const
{
    if (const int level = level_in_force(subject).value_or(0); level < ministry_level)
        return deny(invalid, "incident.refused.not_for_ministry", {{"level", std::int64_t{level}}});
    if (!subject.summary_is_approved)
        return deny(incomplete, "incident.refused.approval_needed");
    if (ahead(what.sent_at))
        return deny(invalid, "incident.refused.in_future");
    const auto sent_at = what.sent_at.value_or(now);
    if (sent_at < subject.facts[moment::summarised].value_or(sent_at))
        return deny(invalid, "incident.refused.sent_before_start", {{"duty", titled(ministry_duty(book))}});
    return std::vector<change>{
        sent_to_ministry{.duty = ministry_duty(book), .sent_at = sent_at, .proof = what.proof}};
}

verdict judge::operator()(const send_duty& what) const
{
    const auto tracks = obligations(subject, book, now);
    const auto track =
        std::find_if(tracks.begin(), tracks.end(), [&](const auto& one) { return one.rule_id == what.duty; });
    if (track == tracks.end())
        return deny(invalid, "incident.refused.duty_unknown", {{"duty", what.duty}});
    if (what.duty == ministry_duty(book))
        return deny(wrong_status, "incident.refused.ministry_has_its_command");
    switch (track->state) {
    case obligation_state::not_applicable:
        return deny(invalid, "incident.refused.duty_not_applicable", {{"duty", titled(what.duty)}});
    case obligation_state::sent:
    case obligation_state::confirmed:
        return deny(
            already_done, "incident.refused.duty_already_sent",
            {{"duty", titled(what.duty)},
             {"at_ms", static_cast<std::int64_t>(track->sent_at.value_or(now).time_since_epoch().count())}});
    case obligation_state::waived: // sent after all: the record only gains
    case obligation_state::due:
    case obligation_state::overdue:
        break;
    }
    if (ahead(what.sent_at))
        return deny(invalid, "incident.refused.in_future");
    const auto sent_at = what.sent_at.value_or(now);
    if (sent_at < track->start.value_or(clock_start()))
        return deny(invalid, "incident.refused.sent_before_start", {{"duty", titled(what.duty)}});
    return std::vector<change>{duty_sent{.duty = what.duty,
                                         .sent_at = sent_at,
                                         .to = what.to.empty() ? track->authority : what.to,
                                         .proof = what.proof}};
}

verdict judge::operator()(const confirm_duty& what) const
{
    const auto known = subject.duties.find(what.duty);
    if (known == subject.duties.end() || !known->second.sent_at)
        return deny(incomplete, "incident.refused.duty_not_sent", {{"duty", titled(what.duty)}});
    if (known->second.confirmed_at)
        return deny(
            already_done, "incident.refused.duty_already_confirmed",
            {{"duty", titled(what.duty)},
             {"at_ms", static_cast<std::int64_t>(known->second.confirmed_at->time_since_epoch().count())}});
    if (ahead(what.confirmed_at))
        return deny(invalid, "incident.refused.in_future");
    const auto at = what.confirmed_at.value_or(now);
    if (at < *known->second.sent_at)
        return deny(invalid, "incident.refused.confirmed_before_sent", {{"duty", titled(what.duty)}});
    return std::vector<change>{duty_confirmed{.duty = what.duty, .confirmed_at = at, .proof = what.proof}};
}

verdict judge::operator()(const waive_duty& what) const
{
    const auto tracks = obligations(subject, book, now);
    const auto track =
        std::find_if(tracks.begin(), tracks.end(), [&](const auto& one) { return one.rule_id == what.duty; });
    if (track == tracks.end())
        return deny(invalid, "incident.refused.duty_unknown", {{"duty", what.duty}});
    if (track->state == obligation_state::waived)
        return deny(already_done, "incident.refused.duty_already_waived", {{"duty", titled(what.duty)}});
    if (track->state != obligation_state::due && track->state != obligation_state::overdue)
        return deny(invalid, "incident.refused.duty_not_due", {{"duty", titled(what.duty)}});
    if (blank(what.reason))
        return need_reason();
    return std::vector<change>{duty_waived{.duty = what.duty, .reason = what.reason}};
}

verdict judge::operator()(const flag& what) const
{
    auto merged = subject.notice;
    merge(merged, what.notice);
    if (merged == subject.notice)
        return deny(already_done, "incident.refused.already_flagged");
    auto known = subject.notice;
    if (!known.personal_data)
        known.personal_data = subject.report.personal_data;
    if (takes_back(what.notice, known)) {
        if (!manages())
            return deny(wrong_role, "incident.refused.sign_is_the_managers");
        if (blank(what.reason))
            return need_reason();
    }
    return std::vector<change>{flagged{.notice = what.notice, .reason = what.reason}};
}

verdict judge::operator()(const mark_moment& what) const
{
    constexpr std::array markable{moment::investigation_completed, moment::violation_detected,
                                  moment::vendor_detected, moment::leader_informed};
    if (std::find(markable.begin(), markable.end(), what.which) == markable.end())
        return deny(invalid, "incident.refused.moment_fixed");
    if (what.when > now)
        return deny(invalid, "incident.refused.in_future");
    const auto known = facts_of(subject)[what.which];
    if (known == what.when && subject.facts[what.which])
        return deny(already_done, "incident.refused.already_marked",
                    {{"when_ms", static_cast<std::int64_t>(what.when.time_since_epoch().count())}});
    // Leaders are informed once per escalation; the other moments start clocks, which nobody moves later
    // silently.
    if (what.which != moment::leader_informed && known && what.when > *known) {
        if (!manages())
            return deny(wrong_role, "incident.refused.moment_is_the_managers");
        if (blank(what.reason))
            return need_reason();
    }
    return std::vector<change>{moment_marked{.which = what.which, .when = what.when, .reason = what.reason}};
}

verdict judge::operator()(const close& what) const
{
    if (auto missing = missing_for_close(subject, book, now, what.analysis); !missing.empty())
        return lacking(std::move(missing), "incident.refused.close_incomplete");
    return std::vector<change>{closed{.note = what.note, .analysis = what.analysis}};
}

verdict judge::operator()(const erase& what) const
{
    if (what.person.empty() && what.contact.empty())
        return deny(incomplete, "incident.refused.nobody_named");
    return std::vector<change>{
        erased{.person = what.person, .contact = what.contact, .rewritten = what.rewritten}};
}

} // namespace bot::incident
