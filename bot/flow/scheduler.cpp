#include "bot/flow/scheduler.hpp"

#include "bot/dialog/draft.hpp"
#include "bot/flow/attendance.hpp"
#include "bot/flow/broadcast.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/confirmations.hpp"
#include "bot/flow/delivery.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/duty_rounds.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/morning.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/quota_ledger.hpp"
#include "bot/flow/reach.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/flow/snooze.hpp"
#include "bot/flow/unit_duties.hpp"
#include "bot/flow/vendor_clock.hpp"
#include "store/deliveries.hpp"
#include "store/drafts.hpp"
#include "store/inbox.hpp"
#include "store/links.hpp"
#include "store/mail.hpp"

namespace bot::flow {

namespace {

constexpr int contacts_per_query = 200;
constexpr int rows_dropped_per_round = 5'000;
constexpr std::chrono::hours seen_kept_for{48};           ///< retries of a webhook end within 2 h (contract §1.3)
constexpr std::chrono::hours raw_kept_for{90 * 24};        ///< product default: long enough to look into a complaint
constexpr std::chrono::hours mail_counts_kept_for{7 * 24};   ///< the longest cap looks back a day; a mail is retried less long
constexpr std::chrono::hours deliveries_kept_for{30 * 24};

/// The owner of a draft is warned once about it: the mark is the moment of the message it has waited since.
constexpr std::string_view warned_note = "draft_warned_ms";

void look_after_draft(work& at, store::contact& owner)
{
    const auto draft = dialog::from_json(*owner.conversation);
    if (!draft)
        return;
    switch (dialog::draft_state_at(*draft, at.now)) {
    case dialog::draft_state::open: return;
    case dialog::draft_state::idle:
        if (number_of(owner, warned_note) != draft->touched.time_since_epoch().count()) {
            set_note(owner, warned_note, std::to_string(draft->touched.time_since_epoch().count()));
            say(at, owner, {{"notice.draft_waiting"}});
        }
        return;
    case dialog::draft_state::expired:
    case dialog::draft_state::gone:
        store::archive_draft(at.tx, owner.id, draft->touched, *owner.conversation);
        owner.conversation.reset();
        return;
    }
}

void look_after_drafts(work& at)
{
    store::contact_id after{};
    for (;;) {
        const auto idle = store::idle_conversations(at.tx, at.now - dialog::draft_warned_after, after, contacts_per_query);
        for (const auto& one : idle)
            look_after_draft(at, *at.contact(one.id));
        if (idle.size() < contacts_per_query)
            return;
        after = idle.back().id;
    }
}

void round(work& at)
{
    look_after_drafts(at);
    store::prune_seen(at.tx, at.now - seen_kept_for, rows_dropped_per_round);
    store::prune_raw(at.tx, at.now - raw_kept_for, rows_dropped_per_round);
    store::prune_drafts(at.tx, at.now - dialog::draft_kept_for, rows_dropped_per_round);
    store::prune_deliveries(at.tx, at.now - deliveries_kept_for, rows_dropped_per_round);
    store::prune_links(at.tx, at.now);
    store::prune_mail(at.tx, at.now - mail_counts_kept_for);
    report_quota(at); // a month may have begun
    at.set_timer(timer_key(timer_kind::sweep), at.now + round_interval);
}

void fire(work& at, const store::timer& timer)
{
    switch (static_cast<timer_kind>(timer.key.kind)) {
    case timer_kind::nudge: return nudge_due(at, timer);
    case timer_kind::chain: return chain_due(at, timer);
    case timer_kind::sweep: return round(at);
    case timer_kind::still_working: return still_working_due(at, timer);
    case timer_kind::wake_up: return wake_up_due(at, timer);
    case timer_kind::confirmation: return confirmation_due(at, timer);
    case timer_kind::vendor_clock: return vendor_clock_due(at, timer);
    case timer_kind::morning: return morning_due(at, timer);
    case timer_kind::hand_over: return hand_over_due(at, timer);
    case timer_kind::return_to_work: return return_to_work_due(at, timer);
    case timer_kind::roster_check: return roster_check_due(at, timer);
    case timer_kind::reach_check: return reach_check_due(at, timer);
    case timer_kind::reach_answer: return reach_answer_due(at, timer);
    case timer_kind::delivery_check: return delivery_check_due(at, timer);
    case timer_kind::unit_duty: return unit_duty_due(at, timer);
    case timer_kind::broadcast: return broadcast_due(at, timer);
    case timer_kind::drill: return drill_due(at, timer);
    }
    store::remove_timer(at.tx, timer.id); // of a newer program
}

} // namespace

int fire_due_timers(store::transaction& tx, const knowledge& know, rules::instant now, handover& left)
{
    work at(tx, know, now, left);
    const auto due = store::due_timers(tx, now, timers_per_run);
    for (const auto& timer : due)
        fire(at, timer);
    at.flush();
    return static_cast<int>(due.size());
}

void start_rounds(store::transaction& tx, const knowledge& know, rules::instant now, handover& left)
{
    work at(tx, know, now, left);
    if (const auto key = timer_key(timer_kind::sweep); !store::find_timer(tx, key))
        at.set_timer(key, now + round_interval);
    plan_mornings(at);
    plan_duty_rounds(at);
    plan_reach_checks(at);
    plan_unit_duties(at);
    report_unreachable(at);
    report_quota(at);
    at.flush();
}

} // namespace bot::flow
