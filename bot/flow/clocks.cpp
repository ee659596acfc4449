#include "bot/flow/clocks.hpp"

#include "bot/flow/attendance.hpp"
#include "bot/flow/maintenance.hpp"
#include "bot/flow/nudging.hpp"
#include "bot/flow/post.hpp"
#include "store/deadlines.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using rules::deadline;
using rules::instant;

/// A timer that only remembers what was sent last: nothing is to come unless the incident changes.
constexpr std::chrono::hours memory_only{24 * 365 * 10};

std::string purpose_of(const std::string& rule_id)
{
    return "nudge:" + rule_id;
}

store::deadline_state to_store(rules::deadline_state state)
{
    switch (state) {
    case rules::deadline_state::running: return store::deadline_state::running;
    case rules::deadline_state::met: return store::deadline_state::met;
    case rules::deadline_state::missed: return store::deadline_state::missed;
    case rules::deadline_state::cancelled: return store::deadline_state::cancelled;
    case rules::deadline_state::waived: return store::deadline_state::waived;
    }
    return store::deadline_state::cancelled;
}

void project(work& at, store::incident_id incident, const std::vector<deadline>& all)
{
    std::vector<store::deadline_row> rows;
    rows.reserve(all.size());
    for (const auto& one : all)
        rows.push_back({incident, one.rule_id, one.start, one.due, to_store(one.state), one.met_at});
    store::replace_deadlines(at.tx, incident, rows);
}

instant last_sent(const std::optional<store::timer>& timer)
{
    std::int64_t ms = 0;
    if (!timer || std::from_chars(timer->data.data(), timer->data.data() + timer->data.size(), ms).ec != std::errc{})
        return instant::min();
    return instant{rules::duration{ms}};
}

/// Sends what is due of one running deadline and sets its timer to the next point. A snooze swallows mere reminders: its end says
/// how things stand. Maintenance keeps them until it is over. Neither holds back an escalation or a breach.
void advance(work& at, case_file& about, const deadline& duty, const rules::case_facts& facts)
{
    const auto key = timer_key(timer_kind::nudge, about.row.id, duty.rule_id);
    const auto& book = rules_of(at, about);
    auto last = last_sent(store::find_timer(at.tx, key));
    if (const auto nudge = rules::latest_nudge(book, duty, facts, last, at.now)) {
        const bool mere_reminder = nudge->kind == rules::nudge_kind::reminder;
        const auto maintained = mere_reminder ? maintained_until(at, about.row.unit) : std::nullopt;
        if (maintained) {
            const auto remembered = last == instant::min() ? std::string{} : std::to_string(last.time_since_epoch().count());
            return at.set_timer(key, std::min(*maintained, duty.due.value_or(*maintained)), remembered);
        }
        withdraw(at, about.row.id, purpose_of(duty.rule_id));
        last = nudge->at;
        if (!mere_reminder || !incident::snoozed_until(about.state, at.now)) {
            at.set_timer(key, at.now + memory_only, std::to_string(last.time_since_epoch().count()));
            send_nudge(at, about, duty, *nudge, purpose_of(duty.rule_id));
            plan_attendance(at, about); // a reminder of the handling asks for the same as the question after a silence
        }
    }
    const auto next = rules::next_nudge(book, duty, facts, last);
    const auto remembered = last == instant::min() ? std::string{} : std::to_string(last.time_since_epoch().count());
    at.set_timer(key, next ? next->at : at.now + memory_only, remembered);
}

} // namespace

std::vector<deadline> deadlines_now(work& at, const case_file& about)
{
    return rules::deadlines(rules_of(at, about), incident::facts_of(about.state));
}

instant last_nudged(work& at, store::incident_id incident, const std::string& rule_id)
{
    return last_sent(store::find_timer(at.tx, timer_key(timer_kind::nudge, incident, rule_id)));
}

std::optional<instant> next_nudge_at(work& at, store::incident_id incident, const std::string& rule_id)
{
    const auto timer = store::find_timer(at.tx, timer_key(timer_kind::nudge, incident, rule_id));
    return timer ? std::optional{timer->at} : std::nullopt;
}

void refresh_clocks(work& at, case_file& about)
{
    const auto facts = incident::facts_of(about.state);
    const auto all = rules::deadlines(rules_of(at, about), facts);
    project(at, about.row.id, all);
    for (const auto& duty : all) {
        if (duty.state == rules::deadline_state::running) {
            advance(at, about, duty, facts);
        } else if (store::cancel_timer(at.tx, timer_key(timer_kind::nudge, about.row.id, duty.rule_id))) {
            withdraw(at, about.row.id, purpose_of(duty.rule_id));
        }
    }
}

void nudge_due(work& at, const store::timer& timer)
{
    auto about = open_case(at, timer.key.incident);
    if (!about) {
        store::remove_timer(at.tx, timer.id);
        return;
    }
    const auto facts = incident::facts_of(about->state);
    for (const auto& duty : rules::deadlines(rules_of(at, *about), facts))
        if (duty.rule_id == timer.key.subject && duty.state == rules::deadline_state::running)
            return advance(at, *about, duty, facts);
    store::remove_timer(at.tx, timer.id);
}

} // namespace bot::flow
