#include "bot/flow/delivery.hpp"

#include "bot/flow/case_file.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/quota_ledger.hpp"
#include "bot/flow/reach.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/log.hpp"
#include "store/deadlines.hpp"
#include "store/deliveries.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bot::flow {

namespace {

/// Whether the failure says something about this person's channel, and not about our account or the peer's state.
bool concerns_the_person(send_class what)
{
    return what == send_class::permanent || what == send_class::window || what == send_class::quota;
}

/// Whether the channel itself did not work: nothing is wrong with the message or the person, so it may arrive later.
bool concerns_the_channel(send_class what)
{
    return what == send_class::exhausted || what == send_class::ambiguous || what == send_class::setup;
}

constexpr std::chrono::hours kept_trying_for{24}; ///< what is older has been overtaken by reminders and calls

/// How long a message waits after its `attempts`-th round of tries: a short outage costs minutes, a long one few calls.
rules::duration wait_after(channel_kind channel, int attempts, bool maybe_sent)
{
    using std::chrono::minutes;
    if (channel == channel_kind::email) { // mail servers ask for patience: 1, 5, 15, 30 minutes, then hourly
        constexpr std::array<int, 4> first{1, 5, 15, 30};
        const int wait = attempts <= 4 ? first[static_cast<std::size_t>(std::max(1, attempts)) - 1] : 60;
        return minutes{maybe_sent ? std::max(wait, 10) : wait}; // a mail that may have arrived is not sent twice in a hurry
    }
    return attempts <= 1 ? minutes{1} : attempts == 2 ? minutes{2} : attempts == 3 ? minutes{5} : minutes{10};
}

std::string reason_of(send_class what, int code)
{
    return std::string(name_of(what)) + " " + std::to_string(code);
}

void flag_channel(work& at, const store::outbound& row, const send_outcome& outcome)
{
    auto& to = at.contact({static_cast<channel_kind>(row.channel), row.address});
    if (outcome.what == send_class::permanent)
        to.blocked = true;
    if (row.person.empty())
        return;
    const bool only_templates = way_of(row.channel, row.payload) == way::template_by_user && outcome.what != send_class::permanent;
    const std::string reason = (only_templates ? "template_" : "") + std::string(name_of(outcome.what));
    if (outcome.what == send_class::permanent && row.channel == static_cast<store::channel_number>(channel_kind::zalo))
        return channel_closed(at, to, reason);
    if (mark_unreachable(at, row.person, static_cast<channel_kind>(row.channel), reason))
        log::warning("person.channel_failed", {{"person", row.person}, {"reason", reason}});
}

/// Whether it is a plain message that left outside the person's free window: Zalo bills it.
bool was_billed(work& at, const store::outbound& row)
{
    // An answer leaves within moments: only what waited, or was written to somebody long silent, is worth a look.
    constexpr std::chrono::minutes moments{5};
    if (row.channel != static_cast<store::channel_number>(channel_kind::zalo) || (row.paid == store::paid_kind::free && at.now - row.created_at < moments))
        return false;
    const auto to = store::find_contact(at.tx, row.channel, row.address);
    return to && to->last_inbound_at && at.now - *to->last_inbound_at > free_window;
}

void note_cost(work& at, const store::outbound& row, std::size_t parts)
{
    const auto by = way_of(row.channel, row.payload);
    if (by == way::template_by_phone || by == way::template_by_user)
        note_spent(at, store::paid_kind::templated, 1);
    else if (by == way::message && was_billed(at, row))
        note_spent(at, store::paid_kind::billed, static_cast<std::int64_t>(std::max<std::size_t>(parts, 1)));
}

/// What calls somebody to act, so that it matters whether it arrived.
bool calls_somebody(std::string_view purpose)
{
    return purpose == "chain" || purpose == "assigned" || purpose == "decision" || purpose.starts_with("nudge:");
}

void await_receipt(work& at, const store::outbound& row)
{
    const bool in_chat = row.channel == static_cast<store::channel_number>(channel_kind::zalo);
    if (in_chat && row.incident && !row.person.empty() && !row.fallback_of && calls_somebody(row.purpose))
        at.set_timer(timer_key(timer_kind::delivery_check, *row.incident, std::to_string(static_cast<std::int64_t>(row.id))), at.now + receipt_awaited_for);
}

/// Whether what the message asked for is still to be done.
bool still_asked(work& at, const case_file& about, const store::delivery& sent)
{
    if (!about.row.open || about.row.level.value_or(receipt_awaited_from_level) < receipt_awaited_from_level)
        return false;
    if (sent.purpose == "chain")
        return about.state.unattended_since.has_value();
    if (sent.purpose == "assigned")
        return about.state.handler && about.state.handler->person == sent.person && about.state.state == incident::status::in_handling;
    if (!sent.purpose.starts_with("nudge:"))
        return true;
    const auto deadlines = store::deadlines_of(at.tx, about.row.id);
    return std::ranges::any_of(deadlines, [&](const store::deadline_row& one) {
        return "nudge:" + one.rule_id == sent.purpose && one.state == store::deadline_state::running;
    });
}

/// Nobody reads what cannot arrive: the incident's group hears that the person cannot be reached.
void report_unreached(work& at, const store::outbound& row)
{
    if (!row.incident || row.person.empty() || row.purpose.empty() || row.purpose == "reporter")
        return;
    const auto about_case = open_case(at, *row.incident);
    if (!about_case || !about_case->row.open)
        return;
    tell_leaders_unreached(at, *about_case, row.person);
}

/// Whether somebody else of the same step of the chain has the message, or may yet get it.
bool another_was_called(work& at, const store::outbound& row)
{
    for (const auto& one : store::deliveries_of(at.tx, *row.incident))
        if (one.purpose == row.purpose && one.person != row.person && one.created_at == row.created_at && one.state != store::delivery_state::failed &&
            one.state != store::delivery_state::cancelled)
            return true;
    return store::has_outbound(at.tx, *row.incident, row.purpose, row.id);
}

/// Nobody of the step can be reached: the chain does not wait for its next step's time.
void go_up_the_chain(work& at, const store::outbound& row)
{
    if (row.purpose == "chain" && row.incident && !another_was_called(at, row))
        hurry_chain(at, *row.incident);
}

} // namespace

void settle(store::transaction& tx, const knowledge& know, const settlement& fate, rules::instant now, handover& left)
{
    const store::outbox_id id{fate.message.id};
    const auto row = store::find_outbound(tx, id);
    if (!row)
        return; // cancelled meanwhile
    work at(tx, know, now, left);
    const bool arrived = fate.outcome.what == send_class::sent;
    const auto log_tries = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            store::log_attempt(tx, {id, fate.failed[i].at, row->channel, reason_of(fate.failed[i].what, fate.failed[i].code)});
    };
    if (arrived) {
        log_tries(fate.failed.size());
        store::settle(tx, id, {store::outcome::kind::sent, fate.outcome.message_id, ""}, now);
        note_cost(at, *row, fate.outcome.parts_sent);
        await_receipt(at, *row);
        at.flush();
        return;
    }
    const std::string reason = reason_of(fate.outcome.what, fate.outcome.code);
    log::warning("outbox.failed", {{"outbox", fate.message.id}, {"reason", reason}, {"attempts", fate.attempts}});
    if (concerns_the_person(fate.outcome.what))
        flag_channel(at, *row, fate.outcome);
    const bool outage = concerns_the_channel(fate.outcome.what);
    // Where Zalo's own service does not work, a template by the same service does not help.
    const bool no_zalo = outage && row->channel == static_cast<store::channel_number>(channel_kind::zalo);
    const bool told = tell_again(at, *row, row->text, no_zalo ? std::set{way::message, way::template_by_user} : std::set<way>{},
                                 outage ? if_too_dear::leave_it : if_too_dear::hold);
    if (!told && row->attempts <= 1) // once, not after every further round
        report_unreached(at, *row);
    if (!told && !outage)
        go_up_the_chain(at, *row);
    if (!told && outage && now - row->created_at < kept_trying_for) {
        log_tries(fate.failed.size());
        const auto next = now + wait_after(static_cast<channel_kind>(row->channel), row->attempts, fate.maybe_sent);
        store::give_back(tx, id, next, fate.maybe_sent);
        at.wake(next);
    } else {
        log_tries(fate.failed.empty() ? 0 : fate.failed.size() - 1); // the store notes the last one itself
        store::settle(tx, id, {store::outcome::kind::failed, "", reason}, now);
    }
    at.flush();
}

std::vector<outbound> take_ready(store::transaction& tx, const knowledge& know, rules::instant now)
{
    std::vector<outbound> ready;
    for (const auto& row : store::take_ready(tx, now, ready_rows_max))
        ready.push_back(to_sender(row, know));
    return ready;
}

namespace {

/// The channel a receipt is for. Of a template by user id it may come as one of a template by phone: ids are unique across both.
store::channel_number channel_of_receipt(work& at, const inbound& event, std::string_view id)
{
    constexpr auto chats = static_cast<store::channel_number>(channel_kind::zalo);
    const bool of_template = event.from.channel == channel_kind::zalo_template;
    return of_template && store::find_delivery(at.tx, chats, id) ? chats : static_cast<store::channel_number>(event.from.channel);
}

} // namespace

void note_receipts(work& at, const inbound& event)
{
    const auto state = event.kind == inbound_kind::seen ? store::delivery_state::seen : store::delivery_state::delivered;
    for (const auto& id : event.message_ids)
        store::note_receipt(at.tx, channel_of_receipt(at, event, id), event.from.address, id, state, at.now);
}

void note_acted(work& at, store::incident_id incident, const incident::actor& by)
{
    if (!by.person.empty())
        store::note_acted(at.tx, incident, by.person, at.now);
}

void delivery_check_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    const auto sent = store::find_delivery(at.tx, store::outbox_id{std::atoll(timer.key.subject.c_str())});
    if (!sent || sent->state != store::delivery_state::sent)
        return;
    const auto about = open_case(at, timer.key.incident);
    if (!about || !still_asked(at, *about, *sent))
        return;
    // Another message to the same chat would wait for the same phone.
    if (!tell_again(at, as_outbound(*sent), sent->text, {way::message, way::template_by_user}, if_too_dear::leave_it))
        return;
    store::log_attempt(at.tx, {sent->id, at.now, sent->channel, "no_receipt"});
    log::info("outbox.no_receipt", {{"outbox", static_cast<std::int64_t>(sent->id)}});
}

} // namespace bot::flow
