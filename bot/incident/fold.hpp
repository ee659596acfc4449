#pragma once

#include "bot/incident/incident.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bot::incident {

using rules::moment;

/// What each kind of event does to the state: one overload per kind. Internal to `apply`.
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
    /// Somebody has it in hand and has just shown it.
    void attended() const
    {
        ++subject.attendance;
        subject.attended_at = at();
        subject.work_asked_at.reset();
    }
    void confirm() const
    {
        std::erase_if(subject.to_confirm, [&](const actor& one) { return same_person(one, entry.by); });
    }
    /// The chain starts: nobody has it in hand, and who was called before counts no more.
    void unattended(int from_step) const
    {
        subject.unattended_since = at();
        ++subject.attendance;
        subject.work_asked_at.reset();
        subject.promised.reset();
        subject.called.clear();
        subject.to_confirm.clear();
        subject.steps_called = from_step;
        subject.snooze.reset();
    }
    /// Somebody works on it: whatever lapsed is in hand again.
    void news() const
    {
        attended();
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

    void operator()(const reported& what) const;
    void operator()(const supplemented& what) const;
    void operator()(const asked& what) const;
    void operator()(const answered& what) const;
    void operator()(const attachment_added& what) const;
    void operator()(const reporter_joined& what) const;
    void operator()(const reporter_left& what) const;
    void operator()(const acknowledged& /*what*/) const;
    void operator()(const acknowledged_again& /*what*/) const;
    void operator()(const attempt_refused& /*what*/) const;
    void operator()(const acknowledgement_lapsed& /*what*/) const;
    void operator()(const dismissed& /*what*/) const;
    void operator()(const linked& what) const;
    void operator()(const unlinked& /*what*/) const;
    void operator()(const moved& what) const;
    void operator()(const classified& what) const;
    void operator()(const assigned& what) const;
    void operator()(const parked& what) const;
    void operator()(const reclassified& what) const;
    void operator()(const lowering_approved& /*what*/) const;
    void operator()(const lowering_refused& what) const;
    void operator()(const logged& what) const;
    void operator()(const status_promised& what) const;
    void operator()(const paused& what) const;
    void operator()(const resumed& /*what*/) const;
    void operator()(const unable_declared& what) const;
    void operator()(const leader_decided& what) const;
    void operator()(const resolved& what) const;
    void operator()(const reopened& /*what*/) const;
    void operator()(const summarised& what) const;
    void operator()(const summary_approved& /*what*/) const;
    void operator()(const summary_returned& /*what*/) const;
    void operator()(const sent_to_ministry& what) const;
    void operator()(const duty_sent& what) const;
    void operator()(const duty_confirmed& what) const;
    void operator()(const duty_waived& what) const;
    void operator()(const flagged& what) const;
    void operator()(const moment_marked& what) const;
    void operator()(const closed& what) const;
    void operator()(const erased& what) const;
    void operator()(const step_called& what) const;
    void operator()(const confirmed& /*what*/) const;
    void operator()(const policy_applied& /*what*/) const;
    void operator()(const snoozed& what) const;
    void operator()(const work_asked& what) const;
    void operator()(const still_working& what) const;

    void send(const std::string& duty, instant sent_at, const std::string& to,
              const std::string& proof) const;
};

} // namespace bot::incident
