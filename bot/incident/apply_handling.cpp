#include "bot/incident/fold.hpp"

// Classification, handling, duties, closing.
namespace bot::incident {
namespace {

constexpr int gravest_level = 4;

} // namespace

void fold::operator()(const classified& what) const
{
    subject.state = status::classified;
    subject.type = what.type;
    subject.assessment = what;
    merge(subject.notice, what.notice);
    if (what.criticality)
        facts().system = *what.criticality;
    first(moment::classified);
    attended();
    decide_level(what.level, what.reason);
}

void fold::operator()(const assigned& what) const
{
    subject.handler = what.handler;
    if (subject.state == status::classified)
        subject.state = status::in_handling;
    subject.unattended_since.reset();
    first(moment::assigned);
    attended();
}

void fold::operator()(const parked& what) const
{
    subject.state = status::monitored;
    if (!what.note.empty())
        note(what.note);
}

void fold::operator()(const reclassified& what) const
{
    if (subject.state == status::monitored)
        subject.state = status::classified;
    decide_level(what.to, what.reason);
}

void fold::operator()(const lowering_approved& /*what*/) const
{
    if (!facts().levels.empty())
        facts().levels.back().lowering_approved = true;
}

void fold::operator()(const lowering_refused& what) const
{
    decide_level(what.level, what.reason);
}

void fold::operator()(const logged& what) const
{
    note(what.action, what.attachments);
    news();
}

void fold::operator()(const status_promised& what) const
{
    subject.promised = promise{.finish = what.finish, .generation = what.generation};
    subject.promises = what.generation;
    news();
}

void fold::operator()(const still_working& what) const
{
    if (!what.note.empty())
        note(what.note);
    attended();
}

void fold::operator()(const paused& what) const
{
    facts().pauses.push_back(
        {.from = at(), .to = std::nullopt, .reason = what.reason, .waiting_for = what.waiting_for, .vendor_name = what.vendor_name});
}

void fold::operator()(const resumed& /*what*/) const
{
    end_pause();
    attended();
}

void fold::operator()(const unable_declared& what) const
{
    subject.state = status::escalated;
    subject.promised.reset();
    note(what.reason);
    facts()[moment::unable] = at();
    // The leader is to be told again; at level 4 the first telling has a clock of its own (A-H4-LEADER),
    // which must not start to run again.
    if (level_in_force(subject) != gravest_level)
        facts()[moment::leader_informed].reset();
    news();
}

void fold::operator()(const leader_decided& what) const
{
    subject.state = status::in_handling;
    if (what.handler)
        subject.handler = what.handler;
    note(what.plan);
    subject.unattended_since.reset();
    attended();
    first(moment::leader_informed);
    if (what.beyond_unit)
        first(moment::unable_confirmed);
}

void fold::operator()(const resolved& what) const
{
    subject.state = status::resolved;
    subject.outcome = what;
    subject.promised.reset();
    note(what.result);
    end_pause();
    facts()[moment::resolved] = at();
    news();
}

void fold::operator()(const reopened& /*what*/) const
{
    if (subject.state == status::dismissed) {
        take_back(); // a mistake undone: the clocks run from where they always ran
        return;
    }
    subject.state = status::in_handling;
    attended();
    subject.outcome.reset();
    facts()[moment::resolved].reset();
    facts()[moment::reopened] = at();
}

void fold::operator()(const summarised& what) const
{
    subject.state = status::summarised;
    subject.summary = what;
    subject.summary_is_approved = false;
    facts()[moment::summarised] = at();
}

void fold::operator()(const summary_approved& /*what*/) const
{
    subject.summary_is_approved = true;
}

void fold::operator()(const summary_returned& /*what*/) const
{
    subject.state = status::resolved;
    subject.summary_is_approved = false;
    facts()[moment::summarised].reset();
}

void fold::operator()(const sent_to_ministry& what) const
{
    subject.state = status::sent_to_ministry;
    facts()[moment::sent_to_ministry] = what.sent_at;
    if (!what.duty.empty())
        send(what.duty, what.sent_at, "", what.proof);
}

void fold::send(const std::string& duty, instant sent_at, const std::string& to,
                const std::string& proof) const
{
    auto& record = subject.duties[duty];
    record.sent_at = sent_at;
    record.to = to;
    record.proof = proof;
    record.confirmed_at.reset();
    record.confirmation.clear();
    facts().done[duty] = sent_at;
}

void fold::operator()(const duty_sent& what) const
{
    send(what.duty, what.sent_at, what.to, what.proof);
}

void fold::operator()(const duty_confirmed& what) const
{
    auto& record = subject.duties[what.duty];
    record.confirmed_at = what.confirmed_at;
    record.confirmation = what.proof;
}

void fold::operator()(const duty_waived& what) const
{
    subject.duties[what.duty].waived = what.reason;
    facts().waived[what.duty] = what.reason;
}

void fold::operator()(const flagged& what) const
{
    merge(subject.notice, what.notice);
}

void fold::operator()(const moment_marked& what) const
{
    facts()[what.which] = what.when;
}

void fold::operator()(const closed& what) const
{
    subject.state = status::closed;
    subject.analysis = what.analysis;
    end_pause();
    facts()[moment::closed] = at();
}

} // namespace bot::incident
