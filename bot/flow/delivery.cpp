#include "bot/flow/delivery.hpp"

#include "bot/flow/case_file.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/post.hpp"
#include "bot/log.hpp"
#include "store/deliveries.hpp"
#include "store/reachability.hpp"

#include <algorithm>
#include <array>

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
    const store::unreachable mark{row.person, row.channel, at.now, std::string(name_of(outcome.what))};
    if (store::flag_unreachable(at.tx, mark))
        log::warning("person.channel_failed", {{"person", row.person}, {"reason", mark.reason}});
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
        at.flush();
        return;
    }
    const std::string reason = reason_of(fate.outcome.what, fate.outcome.code);
    log::warning("outbox.failed", {{"outbox", fate.message.id}, {"reason", reason}, {"attempts", fate.attempts}});
    if (concerns_the_person(fate.outcome.what))
        flag_channel(at, *row, fate.outcome);
    const bool told = tell_again(at, *row, row->text);
    if (!told && row->attempts <= 1) // once, not after every further round
        report_unreached(at, *row);
    const bool outage = concerns_the_channel(fate.outcome.what);
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

void note_receipts(work& at, const inbound& event)
{
    const auto state = event.kind == inbound_kind::seen ? store::delivery_state::seen : store::delivery_state::delivered;
    for (const auto& id : event.message_ids)
        store::note_receipt(at.tx, static_cast<store::channel_number>(event.from.channel), event.from.address, id, state, at.now);
}

} // namespace bot::flow
