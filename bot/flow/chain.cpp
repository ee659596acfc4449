#include "bot/flow/chain.hpp"

#include "bot/flow/chain_run.hpp"
#include "bot/flow/chain_step.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/maintenance.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/quiet.hpp"
#include "bot/rules/rule_book.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

store::timer_key key_of(store::incident_id incident)
{
    return timer_key(timer_kind::chain, incident);
}

std::vector<rules::chain_call> calls_of(work& at, const case_file& about, const chain_run& run)
{
    const auto& book = run.book.empty() ? rules_of(at, about) : rules_named(at, about.state.unit, run.book);
    const auto* chain = book.chain();
    return chain == nullptr ? std::vector<rules::chain_call>{} : rules::chain_calls(rules::policy_for(*chain, run.level), run.start);
}

/// Until when nothing of the chain may be sent: a snooze, the unit's maintenance, or the sleep of everybody whom the step would
/// call about an incident of level 0 or 1.
std::optional<rules::instant> held_until(work& at, const case_file& about, const rules::chain_call& call)
{
    auto until = incident::snoozed_until(about.state, at.now);
    const auto later = [&](std::optional<rules::instant> other) {
        if (other && *other > until.value_or(at.now))
            until = other;
    };
    later(maintained_until(at, about.row.unit));
    const auto people = people_of_step(at, about, call.what.to);
    std::optional<rules::instant> first_awake = people.empty() ? quiet_for(at, "", about.row.level) : std::nullopt;
    bool all_asleep = !people.empty();
    for (const auto& person : people) {
        const auto quiet = quiet_for(at, person, about.row.level);
        all_asleep = all_asleep && quiet;
        if (quiet)
            first_awake = std::min(first_awake.value_or(*quiet), *quiet);
    }
    if (people.empty() || all_asleep)
        later(first_awake);
    return until;
}

void keep(work& at, store::incident_id incident, const chain_run& run, rules::instant when)
{
    at.set_timer(key_of(incident), when, to_text(run));
}

/// The time spent held is not counted: what was ten minutes away is so again.
void let_go(chain_run& run, rules::instant now)
{
    if (run.held_since)
        run.start += now - *run.held_since;
    run.held_since.reset();
}

/// Calls the steps whose time has come, and those after a step that reached nobody; `at_least` so many in any case.
void call_steps(work& at, case_file& about, chain_run run, std::size_t at_least)
{
    if (!about.state.unattended_since || incident::is_over(about.state.state)) {
        store::cancel_timer(at.tx, key_of(about.row.id));
        return;
    }
    if (run.start == rules::instant{})
        run.start = *about.state.unattended_since;
    const auto held_since = run.held_since;
    let_go(run, at.now);
    const auto calls = calls_of(at, about, run);
    const auto begun_at = run.next;
    bool reached = true;
    // After a downtime the steps that were missed are made up for by one message each, to people who have had none yet.
    while (run.next < calls.size() && (calls[run.next].at <= at.now || run.next < begun_at + at_least || !reached)) {
        const auto& call = calls[run.next];
        if (const auto until = held_until(at, about, call)) {
            if (held_since && run.next == begun_at) {
                run.start -= at.now - *held_since; // it was held all along
                run.held_since = held_since;
            } else {
                run.held_since = at.now;
            }
            return keep(at, about.row.id, run, *until);
        }
        reached = call_step(at, about, call);
        // A step called early, because the one before it reached nobody, moves all that follow.
        if (call.at > at.now)
            run.start -= call.at - at.now;
        ++run.next;
    }
    if (run.next >= calls.size()) {
        store::cancel_timer(at.tx, key_of(about.row.id));
        return;
    }
    const auto times = calls_of(at, about, run);
    keep(at, about.row.id, run, std::max(times[run.next].at, at.now + rules::duration{1}));
}

} // namespace

void start_chain(work& at, case_file& about)
{
    stop_chain(at, about.row.id);
    // A drill runs under rules of its own speed; else what is in force in the unit now.
    const auto& book = about.state.drill ? rules_of(at, about) : at.know.rules_of(about.state.unit);
    if (book.chain() == nullptr)
        return;
    chain_run run{.book = book.fingerprint(), .level = incident::level_in_force(about.state), .start = at.now};
    const auto calls = calls_of(at, about, run);
    const auto steps = rules::policy_for(*book.chain(), run.level).steps.size();
    const auto from = static_cast<std::size_t>(about.state.steps_called);
    run.next = from < steps ? from : calls.size() - 1;
    run.start -= calls[run.next].at - at.now;
    call_steps(at, about, run, 0);
}

void stop_chain(work& at, store::incident_id incident)
{
    store::cancel_timer(at.tx, key_of(incident));
    withdraw(at, incident, "chain");
}

void chain_due(work& at, const store::timer& timer)
{
    if (auto about = open_case(at, timer.key.incident))
        call_steps(at, *about, chain_run_from(timer.data), 0);
    else
        store::remove_timer(at.tx, timer.id);
}

void hurry_chain(work& at, store::incident_id incident)
{
    const auto timer = store::find_timer(at.tx, key_of(incident));
    auto about = timer ? open_case(at, incident) : std::nullopt;
    if (about && !chain_run_from(timer->data).held_since)
        call_steps(at, *about, chain_run_from(timer->data), 1);
}

void hold_chain(work& at, case_file& about)
{
    const auto timer = store::find_timer(at.tx, key_of(about.row.id));
    const auto until = incident::snoozed_until(about.state, at.now);
    if (!timer || !until)
        return;
    auto run = chain_run_from(timer->data);
    if (run.start == rules::instant{})
        run.start = about.state.unattended_since.value_or(at.now);
    if (!run.held_since)
        run.held_since = at.now;
    keep(at, about.row.id, run, *until);
}

void resume_chains(work& at, std::span<const std::string> units)
{
    store::incident_filter filter;
    filter.units = std::vector<std::string>(units.begin(), units.end());
    filter.drills = true;
    constexpr int incidents_per_query = 200;
    std::optional<store::incident_id> before;
    for (;;) {
        const auto rows = store::list_incidents(at.tx, filter, incidents_per_query, before);
        for (const auto& row : rows) {
            if (const auto timer = store::find_timer(at.tx, key_of(row.id)))
                chain_due(at, *timer);
            if (auto about = open_case(at, row.id))
                refresh_clocks(at, *about);
        }
        if (rows.size() < incidents_per_query)
            return;
        before = rows.back().id;
    }
}

} // namespace bot::flow
