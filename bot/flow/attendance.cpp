#include "bot/flow/attendance.hpp"

#include "bot/flow/clocks.hpp"
#include "bot/flow/maintenance.hpp"
#include "bot/flow/quiet.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/telling.hpp"
#include "messages/when.hpp"
#include "store/absences.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

constexpr auto purpose = "still_working";

store::timer_key key_of(const case_file& about)
{
    return timer_key(timer_kind::still_working, about.row.id);
}

constexpr std::chrono::minutes reminder_near{15};

/// The last reminder of the handling deadline asked for the same, and so will one that is about to come: silence counts from it.
rules::instant last_reminded(work& at, const case_file& about)
{
    auto latest = rules::instant::min();
    if (about.state.state != incident::status::in_handling)
        return latest;
    for (const auto& duty : deadlines_now(at, about)) {
        const auto placed = rules_of(at, about).find(duty.rule_id);
        const bool handling = placed && std::ranges::find(placed->rule->until, rules::moment::resolved) != placed->rule->until.end();
        if (duty.state != rules::deadline_state::running || !handling)
            continue;
        latest = std::max(latest, last_nudged(at, about.row.id, duty.rule_id));
        if (const auto next = next_nudge_at(at, about.row.id, duty.rule_id); next && *next <= at.now + reminder_near)
            latest = std::max(latest, *next);
    }
    return latest;
}

/// When something is to be done about the silence; nothing while there is no silence to be feared.
std::optional<rules::instant> next_step(work& at, const case_file& about)
{
    const auto* chain = rules_of(at, about).chain();
    const auto& state = about.state;
    if (chain == nullptr || !incident::is_attended(state) || !state.attended_at)
        return std::nullopt;
    if (state.work_asked_at)
        return *state.work_asked_at + chain->answer_within;
    if (state.promised && state.promised->finish > *state.attended_at)
        return state.promised->finish;
    return std::max(*state.attended_at, last_reminded(at, about)) + chain->still_working_after;
}

/// Asks whoever has it in hand; where no channel reaches them, the incident manager on duty. False when nobody could be asked.
bool ask(work& at, case_file& about)
{
    const auto holder = incident::attendant(about.state);
    const auto silence = phrases{messages::length(at.now - about.state.attended_at.value_or(at.now))};
    const bool promised = about.state.promised && about.state.promised->finish > *about.state.attended_at;
    const auto asked_of = [&](const std::string& person, const std::string& key) {
        const phrases what{worded(about, key, {{"silence", silence}, {"name", holder.name}})};
        return tell_with_menu(at, about, person, what, {verb::still_working, verb::log, verb::expected_finish, verb::escalate}, matter(about, purpose));
    };
    bool reached = false;
    for (const auto& person : attendants(at, about, holder))
        reached = asked_of(person, promised ? "notice.promise_over" : "notice.still_working") || reached;
    if (reached)
        return true;
    for (const auto& person : people_for(at, about, "incident_manager"))
        reached = (person != holder.person && asked_of(person, "notice.still_working_other")) || reached;
    return reached;
}

/// When the night, a snooze or the unit's maintenance makes the question wait.
std::optional<rules::instant> waits_until(work& at, const case_file& about)
{
    if (const auto snoozed = incident::snoozed_until(about.state, at.now))
        return snoozed;
    if (const auto maintained = maintained_until(at, about.row.unit))
        return maintained;
    const auto asked = attendants(at, about, incident::attendant(about.state));
    return quiet_for(at, asked.empty() ? std::string{} : asked.front(), about.row.level);
}

} // namespace

std::vector<std::string> attendants(work& at, const case_file& about, const incident::actor& held_by)
{
    if (about.state.handler)
        return people_for(at, about, "handler");
    if (held_by.person.empty() || store::absence_of(at.tx, held_by.person, at.now))
        return {};
    return {held_by.person};
}

void plan_attendance(work& at, const case_file& about)
{
    const auto when = next_step(at, about);
    if (when)
        at.set_timer(key_of(about), *when, std::to_string(about.state.attendance));
    else
        store::cancel_timer(at.tx, key_of(about));
    if (!about.state.work_asked_at)
        withdraw(at, about.row.id, purpose);
}

void still_working_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    auto about = open_case(at, timer.key.incident);
    if (!about)
        return;
    const auto when = next_step(at, *about);
    // Somebody has shown up since this timer was set: it is of an earlier time and does nothing.
    if (!when || timer.data != std::to_string(about->state.attendance) || *when > at.now)
        return plan_attendance(at, *about);
    if (const auto until = waits_until(at, *about))
        return at.set_timer(key_of(*about), *until, timer.data);
    if (!about->state.work_asked_at) {
        const bool asked = ask(at, *about);
        record(at, *about, incident::work_asked{.generation = about->state.attendance});
        if (asked)
            return plan_attendance(at, *about);
    }
    (void)carry_out(at, *about, incident::lapse{}, the_bot());
}

} // namespace bot::flow
