#include "bot/flow/send_queue.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

/// The peer's own counters start afresh with the minute (Zalo contract: -32, "back off to the next minute").
rules::duration to_next_minute(rules::instant now)
{
    return std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes(1) - now;
}

/// "Retry-After: 0" is no invitation to hammer.
constexpr rules::duration asked_wait_min = std::chrono::seconds(1);

send_limits sane(send_limits limits)
{
    limits.in_flight_max = std::max<std::size_t>(limits.in_flight_max, 1);
    limits.in_flight_reserved = std::min(limits.in_flight_reserved, limits.in_flight_max - 1);
    limits.tries_max = std::max(limits.tries_max, 1);
    limits.per_minute = std::max(limits.per_minute, 2);
    limits.burst = std::clamp(limits.burst, 1, limits.per_minute / 2);
    return limits;
}

} // namespace

std::string_view name_of(send_class what)
{
    switch (what) {
    case send_class::sent: return "sent";
    case send_class::retry: return "retry";
    case send_class::ambiguous: return "ambiguous";
    case send_class::permanent: return "permanent";
    case send_class::window: return "window";
    case send_class::quota: return "quota";
    case send_class::money: return "money";
    case send_class::setup: return "setup";
    case send_class::rejected: return "rejected";
    case send_class::exhausted: return "exhausted";
    }
    return "unknown";
}

// The burst comes out of the minute's allowance, so that no 60 seconds ever hold more than `per_minute`.
send_queue::send_queue(send_limits limits)
    : limits_(sane(limits)), token_every_(std::chrono::microseconds(std::chrono::minutes(1)) /
                                          (limits_.per_minute - limits_.burst) + std::chrono::microseconds(1))
{
}

send_queue::place send_queue::place_of(const std::string& unit, const by_age& chats) const
{
    const auto turn = last_turns_.find(unit);
    return {turn == last_turns_.end() ? 0 : turn->second, chats.begin()->first, unit};
}

void send_queue::make_ready(const lines::value_type& one)
{
    const std::string& unit = unit_of(one.second);
    level& at = ready_[priority_of(one.second)];
    by_age& chats = at.units[unit];
    if (!chats.empty())
        at.turns.erase(place_of(unit, chats));
    chats.emplace(one.second.waiting.front().order, &one.first);
    at.turns.insert(place_of(unit, chats));
}

void send_queue::unready(const lines::value_type& one)
{
    const auto at = ready_.find(priority_of(one.second));
    const auto found = at->second.units.find(unit_of(one.second));
    by_age& chats = found->second;
    at->second.turns.erase(place_of(found->first, chats));
    chats.erase(one.second.waiting.front().order);
    if (!chats.empty())
        at->second.turns.insert(place_of(found->first, chats));
    else
        at->second.units.erase(found);
    if (at->second.units.empty())
        ready_.erase(at);
}

/// The unit's place changes among all priorities: its urgent messages count as its turn, too.
void send_queue::had_a_turn(const std::string& unit)
{
    std::vector<std::pair<level*, const by_age*>> where;
    for (auto& [priority, at] : ready_)
        if (const auto found = at.units.find(unit); found != at.units.end()) {
            at.turns.erase(place_of(unit, found->second));
            where.emplace_back(&at, &found->second);
        }
    last_turns_[unit] = ++turns_;
    for (const auto& [at, chats] : where)
        at->turns.insert(place_of(unit, *chats));
}

const chat* send_queue::next_ready() const
{
    const level& most_urgent = ready_.begin()->second;
    return most_urgent.units.find(most_urgent.turns.begin()->unit)->second.begin()->second;
}

void send_queue::offer(const lines::value_type& one)
{
    const line& of = one.second;
    if (of.waiting.empty() || of.under_way)
        return;
    if (of.not_before)
        delayed_.emplace(*of.not_before, &one.first);
    else
        make_ready(one);
}

void send_queue::withdraw(const lines::value_type& one)
{
    const line& of = one.second;
    if (of.waiting.empty() || of.under_way)
        return;
    if (of.not_before)
        delayed_.erase({*of.not_before, &one.first});
    else
        unready(one);
}

bool send_queue::push(outbound message, rules::instant now)
{
    follow(now);
    if (by_id_.contains(message.id))
        return false;
    const auto [one, fresh] = lines_.try_emplace(message.to);
    static_cast<void>(fresh);
    withdraw(*one);
    by_id_.emplace(message.id, one);
    ++one->second.ranks[message.priority];
    const bool repeat = message.maybe_sent;
    one->second.waiting.push_back({.message = std::move(message), .order = next_order_++, .repeat = repeat});
    offer(*one);
    return true;
}

void send_queue::remove(lines::iterator one, std::deque<item>::iterator which)
{
    line& of = one->second;
    const auto same_rank = of.ranks.find(which->message.priority);
    if (--same_rank->second == 0)
        of.ranks.erase(same_rank);
    by_id_.erase(which->message.id);
    of.waiting.erase(which);
    if (of.waiting.empty())
        lines_.erase(one);
    else
        offer(*one);
}

bool send_queue::cancel(std::int64_t id)
{
    const auto found = by_id_.find(id);
    if (found == by_id_.end())
        return false;
    const auto one = found->second;
    auto& waiting = one->second.waiting;
    const auto which =
        std::find_if(waiting.begin(), waiting.end(), [id](const item& each) { return each.message.id == id; });
    if (which == waiting.begin() && one->second.under_way)
        return false;
    withdraw(*one);
    remove(one, which);
    return true;
}

bool send_queue::slot_for(int priority) const
{
    const bool urgent = priority >= limits_.urgent_priority;
    return in_flight_ < limits_.in_flight_max - (urgent ? 0 : limits_.in_flight_reserved);
}

send_queue::fine_instant send_queue::token_at() const
{
    return spent_ - token_every_ * (limits_.burst - 1);
}

void send_queue::follow(rules::instant now)
{
    const auto back = last_ - now;
    last_ = now;
    if (back <= rules::duration::zero())
        return;
    spent_ -= back;
    if (closed_until_)
        *closed_until_ -= back;
    delayed_.clear();
    for (auto& one : lines_) {
        if (one.second.not_before)
            *one.second.not_before -= back;
        if (one.second.not_before && !one.second.under_way)
            delayed_.emplace(*one.second.not_before, &one.first);
        for (item& each : one.second.waiting)
            if (each.first_try)
                *each.first_try -= back;
    }
}

std::optional<sending> send_queue::next(rules::instant now)
{
    follow(now);
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        const auto one = lines_.find(*delayed_.begin()->second);
        delayed_.erase(delayed_.begin());
        one->second.not_before.reset();
        offer(*one);
    }
    if (closed_until_ && *closed_until_ <= now)
        closed_until_.reset();
    if (closed_until_ || ready_.empty() || !slot_for(ready_.begin()->first) || token_at() > now)
        return std::nullopt;

    const auto one = lines_.find(*next_ready());
    unready(*one);
    had_a_turn(unit_of(one->second));
    one->second.under_way = true;
    ++in_flight_;
    spent_ = std::max<fine_instant>(spent_, now) + token_every_;
    item& head = one->second.waiting.front();
    ++head.attempts;
    if (!head.first_try)
        head.first_try = now;
    return sending{head.message, head.attempts, head.repeat, head.parts_sent};
}

rules::duration send_queue::wait_before(const item& head, const send_outcome& outcome, rules::instant now) const
{
    if (outcome.wait)
        return std::max(*outcome.wait, asked_wait_min);
    if (outcome.channel_wide)
        return to_next_minute(now);
    rules::duration wait = limits_.first_wait;
    for (int failure = 1; failure < head.failures && wait < limits_.fate_within; ++failure)
        wait *= limits_.wait_factor;
    return wait;
}

settlement send_queue::fate_of(const item& head, send_outcome outcome) const
{
    outcome.parts_sent = head.parts_sent;
    const bool in_doubt = head.repeat && outcome.what != send_class::sent;
    return {head.message, std::move(outcome), head.attempts, in_doubt, head.first_try, head.failed};
}

std::optional<settlement> send_queue::settled(std::int64_t id, send_outcome outcome, rules::instant now)
{
    follow(now);
    const auto found = by_id_.find(id);
    if (found == by_id_.end() || !found->second->second.under_way ||
        found->second->second.waiting.front().message.id != id)
        return std::nullopt;
    const auto one = found->second;
    line& of = one->second;
    item& head = of.waiting.front();
    of.under_way = false;
    --in_flight_;
    head.parts_sent = std::max(head.parts_sent, outcome.parts_sent);
    if (outcome.what != send_class::sent)
        head.failed.push_back({now, outcome.what, outcome.code});
    if (outcome.what == send_class::retry || outcome.what == send_class::ambiguous) {
        const bool asked_to_wait = outcome.wait.has_value() || outcome.channel_wide;
        head.failures += asked_to_wait ? 0 : 1;
        head.repeat = head.repeat || outcome.what == send_class::ambiguous;
        const rules::instant again = now + wait_before(head, outcome, now);
        if (outcome.channel_wide)
            closed_until_ = std::max(closed_until_.value_or(again), again);
        const bool tries_left = head.failures < (of.failing ? 1 : limits_.tries_max);
        if (tries_left && again <= *head.first_try + limits_.fate_within) {
            of.not_before = again;
            offer(*one);
            return std::nullopt;
        }
        of.failing = of.failing || !asked_to_wait;
        outcome.what = send_class::exhausted;
    } else {
        of.failing = of.failing && outcome.what != send_class::sent;
    }
    settlement fate = fate_of(head, std::move(outcome));
    remove(one, of.waiting.begin());
    return fate;
}

std::optional<rules::instant> send_queue::wake_at(rules::instant now) const
{
    std::optional<rules::instant> earliest;
    const auto consider = [&earliest](rules::instant at) { earliest = std::min(earliest.value_or(at), at); };
    if (!ready_.empty() && slot_for(ready_.begin()->first))
        consider(std::max(now, std::chrono::ceil<rules::duration>(token_at())));
    if (!delayed_.empty() && in_flight_ < limits_.in_flight_max)
        consider(std::max(now, delayed_.begin()->first));
    if (earliest && closed_until_)
        earliest = std::max(*earliest, *closed_until_);
    return earliest;
}

} // namespace bot::flow
