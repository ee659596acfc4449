#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/flow/knowledge.hpp"
#include "bot/flow/send_queue.hpp"
#include "store/contacts.hpp"
#include "store/outbox.hpp"
#include "store/reachability.hpp"
#include "store/timers.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace bot::flow {

/// What was paid for in this month, and what may still be; nothing where there is no budget.
struct quota_figures {
    std::int64_t billed_used = 0;
    std::int64_t templates_used = 0;
    std::optional<std::int64_t> billed_left{};
    std::optional<std::int64_t> templates_left{};
};

/// What a committed transaction leaves to the shell: it acts on it only after the commit.
struct handover {
    std::vector<outbound> to_send;
    std::vector<store::outbox_id> withdrawn;     ///< the sender drops these if it still holds them
    bool attachments_wait = false;               ///< there is something new to fetch
    std::vector<std::string> doomed_files;       ///< of erased attachments, below the attachments folder
    std::optional<rules::instant> wake_at;       ///< the earliest moment something was scheduled for
    /// Somebody who was to be told and whom no channel reaches: what a rehearsal shows as broken.
    struct untold {
        std::string person;
        std::string purpose;
    };
    std::vector<untold> unreached;
    std::optional<std::vector<store::unreachable>> unreachable{}; ///< all flags on people's channels, when one has changed
    std::optional<quota_figures> quota{};                         ///< when they have changed
};

/// One transaction's work: what it may read, write and leave behind. Lives no longer than its transaction.
class work {
public:
    work(store::transaction& transaction, const knowledge& known, rules::instant moment, handover& left)
        : tx(transaction), know(known), now(moment), out(left)
    {
    }

    store::transaction& tx;
    const knowledge& know;
    const rules::instant now;
    handover& out;
    bool state_secret = false; ///< nothing of what was just received may be kept but the fact
    bool of_a_drill = false;   ///< what is being talked about is a drill's: the answers bear the banner
    /// The mail being answered: how its sender's chat is told from others, whether it may be answered at all, and how often it was.
    struct answering {
        store::contact_id to{};
        bool silent = false;
        int answers = 0;
    };
    answering mail{};
    int mails_written = 0;

    /// The chat's row, loaded once and written back by `flush`. A chat of somebody in the directory is tied to them.
    store::contact& contact(const chat& where);
    store::contact* contact(store::contact_id id);
    /// The chat as this transaction has changed it, where it has it in hand; else null.
    const store::contact* in_hand(store::contact_id id) const;

    /// Writes every contact that was asked for. Call it once, last.
    void flush();

    void set_timer(const store::timer_key& key, rules::instant at, std::string_view data = {});
    void wake(rules::instant at);

private:
    store::contact& keep(store::contact loaded);

    std::vector<std::unique_ptr<store::contact>> contacts_;
};

/// Kinds of timers. Stored as numbers: values are never reused.
enum class timer_kind : int {
    nudge = 1, ///< next reminder of a deadline; subject = rule id, data = ms of the last one sent
    chain = 2, ///< next step of an escalation chain; data = index of the call
    sweep = 3, ///< the round every quarter of an hour: drafts gone idle, retention
    still_working = 4,  ///< "còn xử lý không?", and what follows when nobody answers; data = generation
    wake_up = 5,        ///< the end of a snooze
    confirmation = 6,   ///< reminders to those of a step who each have to confirm
    vendor_clock = 7,   ///< a vendor's contract time while the unit waits for them
    morning = 8,        ///< the digest at 07:00, and what the night held back
    hand_over = 9,      ///< the next change of duty; subject = unit and role
    return_to_work = 10, ///< the end of an absence; subject = person
    roster_check = 11,  ///< the daily look for holes
    reach_check = 12,   ///< the weekly check of everybody's channels: looked at each morning
    reach_answer = 13,  ///< who has not answered it; subject = ms of the moment they were asked
    delivery_check = 14, ///< a message that ought to have been delivered by now; subject = outbox id
    unit_duty = 15,     ///< a recurring duty of a unit; subject = unit, rule and year
    broadcast = 16,     ///< the next reminder of a broadcast; subject = its id
    drill = 17,         ///< the end of a drill, or what the shell asked for in it; subject = its id
    rehearsal = 18,     ///< who would be told is rehearsed anew and compared; subject = unit
};

inline store::timer_key timer_key(timer_kind kind, store::incident_id incident = {}, std::string subject = {})
{
    return {static_cast<int>(kind), incident, std::move(subject)};
}

/// The chat as actors and reporters of an incident name it: "zalo:<user id>", "email:<address>".
inline std::string contact_key(const store::contact& one)
{
    const bool by_mail = one.channel == static_cast<store::channel_number>(channel_kind::email);
    return (by_mail ? "email:" : "zalo:") + one.address;
}

inline chat chat_of(const store::contact& one)
{
    return {static_cast<channel_kind>(one.channel), one.address};
}

} // namespace bot::flow
