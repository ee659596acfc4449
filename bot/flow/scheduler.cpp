#include "bot/flow/scheduler.hpp"

#include "bot/dialog/draft.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/side_notes.hpp"
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
    at.set_timer(timer_key(timer_kind::sweep), at.now + round_interval);
}

void fire(work& at, const store::timer& timer)
{
    switch (static_cast<timer_kind>(timer.key.kind)) {
    case timer_kind::nudge: return nudge_due(at, timer);
    case timer_kind::chain: return chain_due(at, timer);
    case timer_kind::sweep: return round(at);
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

void start_rounds(store::transaction& tx, rules::instant now)
{
    const auto key = timer_key(timer_kind::sweep);
    if (!store::find_timer(tx, key))
        store::set_timer(tx, key, now + round_interval);
}

} // namespace bot::flow
