#include "bot/incident/incident.hpp"
#include "bot/incident/redact.hpp"

#include <algorithm>

namespace bot::incident {
namespace {

using rules::moment;

constexpr int gravest_level = 4;

void subscribe(incident& subject, const actor& who, instant at, const std::string& origin)
{
    if (is_system(who) || who.contact == erased_contact)
        return;
    auto& all = subject.subscribers;
    auto known = std::find_if(all.begin(), all.end(),
                              [&](const subscriber& one) { return same_person(one.who, who); });
    if (known == all.end())
        known = all.insert(all.end(), {.who = who, .since = at, .origins = {}});
    if (std::find(known->origins.begin(), known->origins.end(), origin) == known->origins.end())
        known->origins.push_back(origin);
}

/// What each kind of event does to the state.
struct fold {
    incident& subject;
    const event& entry;

    instant at() const { return entry.at; }
    rules::case_facts& facts() const { return subject.facts; }

    void note(std::string text, std::vector<std::string> attachments = {}) const
    {
        subject.log.push_back(
            {.at = at(), .by = entry.by, .action = std::move(text), .attachments = std::move(attachments)});
    }
    void decide_level(int level, const std::string& reason) const
    {
        subject.level = level;
        subject.level_history.push_back({.at = at(), .by = entry.by, .level = level, .reason = reason});
        facts().levels.push_back({.at = at(), .level = level, .lowering_approved = false});
    }
    void first(moment what) const
    {
        if (!facts()[what])
            facts()[what] = at();
    }
    /// Somebody works on it: whatever lapsed is in hand again.
    void news() const
    {
        subject.unattended_since.reset();
        if (facts()[moment::classified])
            first(moment::first_status);
        facts()[moment::last_status] = at();
    }
    void set_aside(status where) const
    {
        subject.before_aside = subject.state;
        subject.state = where;
        facts()[moment::stopped] = at();
    }
    void take_back() const
    {
        subject.state = subject.before_aside;
        subject.before_aside = status::none;
        facts()[moment::stopped].reset();
    }
    void end_pause() const
    {
        if (!facts().pauses.empty() && !facts().pauses.back().to)
            facts().pauses.back().to = at();
    }

    void operator()(const reported& what) const
    {
        subject.number = what.number;
        subject.unit = what.unit;
        subject.rules_stamp = what.rules_stamp;
        subject.drill = what.drill;
        subject.state = status::reported;
        subject.unattended_since = at();
        merge(subject.report, what.report);
        if (!what.report.type.value_or("").empty())
            subject.type = *what.report.type;
        // A contact given in the report is the reporter's own: somebody may report for another.
        subject.reported_by = entry.by;
        const auto contact = what.report.reporter_contact.value_or("");
        if (!contact.empty() && contact != entry.by.contact)
            subject.reported_by = {.person = "", .contact = contact, .name = ""};
        if (!what.report.reporter_name.value_or("").empty())
            subject.reported_by.name = *what.report.reporter_name;
        subscribe(subject, subject.reported_by, at(), "");
        facts()[moment::received] = std::min(at(), what.received_at.value_or(at()));
        facts()[moment::detected] = what.report.detected_at;
        facts().system = what.report.criticality.value_or(rules::criticality::normal);
    }
    void operator()(const supplemented& what) const
    {
        merge(subject.report, what.report);
        if (what.report.detected_at)
            facts()[moment::detected] = what.report.detected_at;
        if (what.report.criticality)
            facts().system = *what.report.criticality;
        if (!what.report.type.value_or("").empty() && !facts()[moment::classified])
            subject.type = *what.report.type;
    }
    void operator()(const asked& what) const
    {
        subject.letters.push_back({.at = at(), .by = entry.by, .answer = false, .text = what.text});
    }
    void operator()(const answered& what) const
    {
        subject.letters.push_back({.at = at(), .by = entry.by, .answer = true, .text = what.text});
    }
    void operator()(const attachment_added& what) const { merge(subject.report.attachments, what.file); }
    void operator()(const reporter_joined& what) const
    {
        for (const auto& who : what.reporters)
            subscribe(subject, who, at(), what.from);
    }
    void operator()(const reporter_left& what) const
    {
        const auto leaves = [&](const actor& who) {
            return what.reporters.empty() ||
                   std::any_of(what.reporters.begin(), what.reporters.end(),
                               [&](const actor& one) { return same_person(one, who); });
        };
        for (auto& one : subject.subscribers)
            if (leaves(one.who))
                std::erase(one.origins, what.from);
        std::erase_if(subject.subscribers, [](const subscriber& one) { return one.origins.empty(); });
    }
    void operator()(const acknowledged& /*what*/) const
    {
        if (subject.state == status::reported)
            subject.state = status::acknowledged;
        subject.unattended_since.reset();
        first(moment::acknowledged);
    }
    void operator()(const acknowledged_again& /*what*/) const {}
    void operator()(const attempt_refused& /*what*/) const
    {
        if (entry.by.contact == erased_contact)
            return;
        auto& all = subject.refused;
        auto known = std::find_if(all.begin(), all.end(),
                                  [&](const attempts& one) { return same_person(one.by, entry.by); });
        if (known == all.end())
            known = all.insert(all.end(), {.by = entry.by, .count = 0});
        ++known->count;
    }
    void operator()(const acknowledgement_lapsed& /*what*/) const
    {
        if (subject.state == status::acknowledged)
            subject.state = status::reported;
        subject.unattended_since = at();
        subject.promised.reset();
    }
    void operator()(const dismissed& /*what*/) const { set_aside(status::dismissed); }
    void operator()(const linked& what) const
    {
        set_aside(status::linked);
        subject.linked_into = what.into;
    }
    void operator()(const unlinked& /*what*/) const
    {
        take_back();
        subject.linked_into.clear();
    }
    void operator()(const moved& what) const
    {
        subject.unit = what.to_unit;
        if (subject.state == status::acknowledged)
            subject.state = status::reported;
        // Who had it in hand belongs to the unit it left: the chain of the new one starts.
        subject.unattended_since = at();
    }
    void operator()(const classified& what) const
    {
        subject.state = status::classified;
        subject.type = what.type;
        subject.assessment = what;
        merge(subject.notice, what.notice);
        if (what.criticality)
            facts().system = *what.criticality;
        first(moment::classified);
        decide_level(what.level, what.reason);
    }
    void operator()(const assigned& what) const
    {
        subject.handler = what.handler;
        if (subject.state == status::classified)
            subject.state = status::in_handling;
        subject.unattended_since.reset();
        first(moment::assigned);
    }
    void operator()(const parked& what) const
    {
        subject.state = status::monitored;
        if (!what.note.empty())
            note(what.note);
    }
    void operator()(const reclassified& what) const
    {
        if (subject.state == status::monitored)
            subject.state = status::classified;
        decide_level(what.to, what.reason);
    }
    void operator()(const lowering_approved& /*what*/) const
    {
        if (!facts().levels.empty())
            facts().levels.back().lowering_approved = true;
    }
    void operator()(const lowering_refused& what) const { decide_level(what.level, what.reason); }
    void operator()(const logged& what) const
    {
        note(what.action, what.attachments);
        news();
    }
    void operator()(const status_promised& what) const
    {
        subject.promised = promise{.finish = what.finish, .generation = what.generation};
        subject.promises = what.generation;
        news();
    }
    void operator()(const paused& what) const
    {
        facts().pauses.push_back({.from = at(), .to = std::nullopt, .reason = what.reason});
    }
    void operator()(const resumed& /*what*/) const { end_pause(); }
    void operator()(const unable_declared& what) const
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
    void operator()(const leader_decided& what) const
    {
        subject.state = status::in_handling;
        if (what.handler)
            subject.handler = what.handler;
        note(what.plan);
        subject.unattended_since.reset();
        first(moment::leader_informed);
        if (what.beyond_unit)
            first(moment::unable_confirmed);
    }
    void operator()(const resolved& what) const
    {
        subject.state = status::resolved;
        subject.outcome = what;
        subject.promised.reset();
        note(what.result);
        end_pause();
        facts()[moment::resolved] = at();
        news();
    }
    void operator()(const reopened& /*what*/) const
    {
        if (subject.state == status::dismissed) {
            take_back(); // a mistake undone: the clocks run from where they always ran
            return;
        }
        subject.state = status::in_handling;
        subject.outcome.reset();
        facts()[moment::resolved].reset();
        facts()[moment::reopened] = at();
    }
    void operator()(const summarised& what) const
    {
        subject.state = status::summarised;
        subject.summary = what;
        subject.summary_is_approved = false;
        facts()[moment::summarised] = at();
    }
    void operator()(const summary_approved& /*what*/) const { subject.summary_is_approved = true; }
    void operator()(const summary_returned& /*what*/) const
    {
        subject.state = status::resolved;
        subject.summary_is_approved = false;
        facts()[moment::summarised].reset();
    }
    void operator()(const sent_to_ministry& what) const
    {
        subject.state = status::sent_to_ministry;
        facts()[moment::sent_to_ministry] = what.sent_at;
        if (!what.duty.empty())
            send(what.duty, what.sent_at, "", what.proof);
    }
    void send(const std::string& duty, instant sent_at, const std::string& to, const std::string& proof) const
    {
        auto& record = subject.duties[duty];
        record.sent_at = sent_at;
        record.to = to;
        record.proof = proof;
        record.confirmed_at.reset();
        record.confirmation.clear();
        facts().done[duty] = sent_at;
    }
    void operator()(const duty_sent& what) const { send(what.duty, what.sent_at, what.to, what.proof); }
    void operator()(const duty_confirmed& what) const
    {
        auto& record = subject.duties[what.duty];
        record.confirmed_at = what.confirmed_at;
        record.confirmation = what.proof;
    }
    void operator()(const duty_waived& what) const
    {
        subject.duties[what.duty].waived = what.reason;
        facts().waived[what.duty] = what.reason;
    }
    void operator()(const flagged& what) const { merge(subject.notice, what.notice); }
    void operator()(const moment_marked& what) const { facts()[what.which] = what.when; }
    void operator()(const closed& what) const
    {
        subject.state = status::closed;
        subject.analysis = what.analysis;
        end_pause();
        facts()[moment::closed] = at();
    }
    void operator()(const erased& what) const
    {
        data_subject whose{.person = what.person, .contact = what.contact, .is_the_reporter = false};
        if (whose.person.empty() && whose.contact.empty())
            return; // the row was redacted, and so were those before it
        const auto is_them = [&](const actor& who) { return redact(who, whose, false) != who; };
        if (is_them(subject.reported_by)) {
            blank_reporter(subject.report);
            subject.reported_by = redact(subject.reported_by, whose, false);
        }
        std::erase_if(subject.subscribers, [&](const subscriber& one) { return is_them(one.who); });
        for (auto& one : subject.letters)
            one.by = redact(one.by, whose, one.answer);
        for (auto& one : subject.log)
            one.by = redact(one.by, whose, true);
        for (auto& one : subject.level_history)
            one.by = redact(one.by, whose, true);
        if (subject.handler)
            subject.handler = redact(*subject.handler, whose, true);
        for (auto& [name, done] : subject.last)
            done.by = redact(done.by, whose, is_official(name));
        std::erase_if(subject.refused, [&](const attempts& one) { return is_them(one.by); });
    }
};

} // namespace

void apply(incident& subject, const event& entry)
{
    std::visit(fold{subject, entry}, entry.what);
    subject.last[std::string(name_of(entry.what))] = {.at = entry.at, .by = entry.by};
    subject.last_event_at = std::max(subject.last_event_at, entry.at);
}

incident replay(std::span<const event> history)
{
    incident subject;
    for (const auto& entry : history)
        apply(subject, entry);
    return subject;
}

} // namespace bot::incident
