#include "adapters/sandbox/webhook_queue.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace adapters::sandbox {

void webhook_queue::push(delivery what, instant due)
{
    if (!subscribed_) {
        ++lost_;
        return;
    }
    what.id = ++last_id_;
    what.due = due;
    what.retry = 0;
    what.under_way = false;
    waiting_.push_back(std::move(what));
}

std::optional<delivery> webhook_queue::take(instant now)
{
    std::set<std::string_view> busy;
    std::size_t under_way = 0;
    for (const delivery& one : waiting_) {
        if (!one.under_way)
            continue;
        ++under_way;
        if (!one.lane.empty())
            busy.insert(one.lane);
    }
    if (under_way >= under_way_max)
        return std::nullopt;
    for (delivery& one : waiting_) {
        // A failed event does not hold up its lane: Zalo promises no order.
        if (one.under_way || one.due > now || busy.contains(one.lane))
            continue;
        one.under_way = true;
        return one;
    }
    return std::nullopt;
}

std::optional<delivery> webhook_queue::settle(std::uint64_t id, bool accepted, instant now)
{
    const auto found = std::ranges::find(waiting_, id, &delivery::id);
    if (found == waiting_.end())
        return std::nullopt; // unsubscribed or reset meanwhile
    if (accepted) {
        ++delivered_;
        delivery done = std::move(*found);
        waiting_.erase(found);
        return done;
    }
    ++failed_attempts_;
    if (found->signature.empty() || !retries_) { // a probe is not repeated
        ++lost_;
        waiting_.erase(found);
        return std::nullopt;
    }
    const auto rung = static_cast<std::size_t>(found->retry);
    if (rung >= ladder.size()) {
        subscribed_ = false;
        lost_ += waiting_.size();
        waiting_.clear();
        return std::nullopt;
    }
    found->under_way = false;
    found->due = now + ladder[rung];
    ++found->retry;
    return std::nullopt;
}

std::optional<instant> webhook_queue::next_due() const
{
    std::optional<instant> next;
    for (const delivery& one : waiting_)
        if (!one.under_way && (!next || one.due < *next))
            next = one.due;
    return next;
}

std::size_t webhook_queue::retrying() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(waiting_, [](const delivery& one) { return one.retry > 0; }));
}

} // namespace adapters::sandbox
