#include "bot/incident/fold.hpp"
#include "bot/incident/redact.hpp"

#include <algorithm>

// The report, who hears of it, who has it in hand; erasure.
namespace bot::incident {
namespace {

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

} // namespace

void fold::operator()(const reported& what) const
{
    subject.number = what.number;
    subject.unit = what.unit;
    subject.rules_stamp = what.rules_stamp;
    subject.drill = what.drill;
    subject.state = status::reported;
    unattended(0);
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

void fold::operator()(const supplemented& what) const
{
    merge(subject.report, what.report);
    if (what.report.detected_at)
        facts()[moment::detected] = what.report.detected_at;
    if (what.report.criticality)
        facts().system = *what.report.criticality;
    if (!what.report.type.value_or("").empty() && !facts()[moment::classified])
        subject.type = *what.report.type;
}

void fold::operator()(const asked& what) const
{
    subject.letters.push_back({.at = at(), .by = entry.by, .answer = false, .text = what.text});
}

void fold::operator()(const answered& what) const
{
    subject.letters.push_back({.at = at(), .by = entry.by, .answer = true, .text = what.text});
}

void fold::operator()(const attachment_added& what) const
{
    merge(subject.report.attachments, what.file);
}

void fold::operator()(const reporter_joined& what) const
{
    for (const auto& who : what.reporters)
        subscribe(subject, who, at(), what.from);
}

void fold::operator()(const reporter_left& what) const
{
    const auto leaves = [&](const actor& who) {
        return what.reporters.empty() || std::any_of(what.reporters.begin(), what.reporters.end(),
                                                     [&](const actor& one) { return same_person(one, who); });
    };
    for (auto& one : subject.subscribers)
        if (leaves(one.who))
            std::erase(one.origins, what.from);
    std::erase_if(subject.subscribers, [](const subscriber& one) { return one.origins.empty(); });
}

void fold::operator()(const acknowledged& /*what*/) const
{
    if (subject.state == status::reported)
        subject.state = status::acknowledged;
    subject.unattended_since.reset();
    first(moment::acknowledged);
    attended();
    confirm();
}

void fold::operator()(const acknowledged_again& /*what*/) const {}

void fold::operator()(const attempt_refused& /*what*/) const
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

void fold::operator()(const acknowledgement_lapsed& what) const
{
    if (subject.state == status::acknowledged)
        subject.state = status::reported;
    // Handed up, it goes to the next step; forgotten, it begins again with the first.
    unattended(what.passed_up ? subject.steps_called : 0);
}

void fold::operator()(const dismissed& /*what*/) const
{
    set_aside(status::dismissed);
}

void fold::operator()(const linked& what) const
{
    set_aside(status::linked);
    subject.linked_into = what.into;
}

void fold::operator()(const unlinked& /*what*/) const
{
    take_back();
    subject.linked_into.clear();
}

void fold::operator()(const moved& what) const
{
    subject.unit = what.to_unit;
    if (subject.state == status::acknowledged)
        subject.state = status::reported;
    // Who had it in hand belongs to the unit it left: the chain of the new one starts.
    unattended(0);
}

void fold::operator()(const step_called& what) const
{
    subject.steps_called = what.step + 1;
    for (const auto& person : what.people) {
        if (!is_called(subject, person))
            subject.called.push_back(person);
        const bool waiting = std::any_of(subject.to_confirm.begin(), subject.to_confirm.end(),
                                         [&](const actor& one) { return same_person(one, person); });
        if (what.each && !waiting)
            subject.to_confirm.push_back(person);
    }
}

void fold::operator()(const confirmed& /*what*/) const
{
    confirm();
}

void fold::operator()(const policy_applied& /*what*/) const
{
    unattended(0);
}

void fold::operator()(const snoozed& what) const
{
    // Whoever asks for quiet has it before their eyes: the question after a long silence waits as well.
    if (!subject.unattended_since)
        attended();
    subject.snooze = what;
    subject.snoozed_by = entry.by;
}

void fold::operator()(const work_asked& /*what*/) const
{
    subject.work_asked_at = at();
}

void fold::operator()(const erased& what) const
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
    for (auto& one : subject.called)
        one = redact(one, whose, true);
    for (auto& one : subject.to_confirm)
        one = redact(one, whose, true);
    subject.snoozed_by = redact(subject.snoozed_by, whose, true);
    if (subject.handler)
        subject.handler = redact(*subject.handler, whose, true);
    for (auto& [name, done] : subject.last)
        done.by = redact(done.by, whose, is_official(name));
    std::erase_if(subject.refused, [&](const attempts& one) { return is_them(one.by); });
}

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
