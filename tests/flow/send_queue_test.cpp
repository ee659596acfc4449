#include "bot/flow/send_queue.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <map>
#include <random>
#include <set>

using namespace bot::flow;
using namespace std::chrono_literals;
using bot::rules::duration;
using bot::rules::instant;

namespace {

const instant start(1'700'000'000'000ms);

outbound message(std::int64_t id, const std::string& who, int priority = 1)
{
    outbound one;
    one.id = id;
    one.to = {channel_kind::zalo, who};
    one.text = "text " + std::to_string(id);
    one.priority = priority;
    return one;
}

send_outcome ended(send_class what, std::optional<duration> wait = {}, bool channel_wide = false)
{
    send_outcome outcome;
    outcome.what = what;
    outcome.wait = wait;
    outcome.channel_wide = channel_wide;
    return outcome;
}

std::vector<std::int64_t> take_all(send_queue& queue, instant now)
{
    std::vector<std::int64_t> ids;
    while (auto one = queue.next(now))
        ids.push_back(one->message.id);
    return ids;
}

using ids = std::vector<std::int64_t>;

} // namespace

TEST_CASE("One chat is served in order and one message at a time", "[flow]")
{
    send_queue queue;
    for (int id = 1; id <= 3; ++id)
        CHECK(queue.push(message(id, "a"), start));
    CHECK(take_all(queue, start) == ids{1});
    CHECK_FALSE(queue.wake_at(start));
    CHECK(queue.settled(1, ended(send_class::sent), start)->outcome.what == send_class::sent);
    CHECK(take_all(queue, start) == ids{2});
    queue.settled(2, ended(send_class::sent), start);
    CHECK(take_all(queue, start) == ids{3});
    CHECK(queue.size() == 1);
    queue.settled(3, ended(send_class::sent), start);
    CHECK(queue.size() == 0);
    CHECK(queue.in_flight() == 0);
}

TEST_CASE("Many chats are served side by side", "[flow]")
{
    send_queue queue;
    for (int id = 1; id <= 10; ++id)
        queue.push(message(id, "chat" + std::to_string(id)), start);
    CHECK(take_all(queue, start).size() == 10);
}

TEST_CASE("A message is taken once however often it is pushed", "[flow]")
{
    send_queue queue;
    CHECK(queue.push(message(1, "a"), start));
    CHECK_FALSE(queue.push(message(1, "a"), start));
    CHECK_FALSE(queue.push(message(1, "b"), start));
    CHECK(queue.size() == 1);
    take_all(queue, start);
    CHECK_FALSE(queue.push(message(1, "a"), start));
}

TEST_CASE("A10: what is urgent leaves before hundreds of reminders", "[flow]")
{
    send_limits limits;
    limits.in_flight_max = 4;
    limits.in_flight_reserved = 1;
    send_queue queue(limits);
    for (int id = 1; id <= 300; ++id)
        queue.push(message(id, "hospital" + std::to_string(id % 100), 1), start);
    CHECK(take_all(queue, start) == ids{1, 2, 3}); // one slot is kept free
    queue.push(message(1'000, "elsewhere", 4), start + 1s);
    CHECK(take_all(queue, start + 1s) == ids{1'000});
}

TEST_CASE("A10: between units of equal urgency turns are taken so that a flood of one holds nobody back", "[flow]")
{
    send_limits limits;
    limits.in_flight_max = 1;
    limits.in_flight_reserved = 0;
    limits.per_minute = 100'000;
    limits.burst = 10'000;
    send_queue queue(limits);
    const auto push = [&queue](std::int64_t id, const std::string& unit, int priority = 1) {
        auto one = message(id, "chat" + std::to_string(id), priority);
        one.unit = unit;
        queue.push(one, start);
    };
    const auto next = [&queue] {
        const auto one = queue.next(start);
        REQUIRE(one);
        queue.settled(one->message.id, ended(send_class::sent), start);
        return one->message.id;
    };
    for (int id = 1; id <= 300; ++id)
        push(id, "bvdk");
    CHECK(next() == 1);
    CHECK(next() == 2); // alone there are no turns
    push(1'001, "bvb");
    push(1'002, "bvb");
    push(2'001, "pk");
    CHECK(next() == 1'001); // never served yet, and older than the other
    CHECK(next() == 2'001);
    CHECK(next() == 3);
    CHECK(next() == 1'002);
    CHECK(next() == 4);
    push(3'001, "bvdk", 3); // urgency goes before turns, and is one
    push(1'003, "bvb");
    CHECK(next() == 3'001);
    CHECK(next() == 1'003);
    for (int id = 5; id <= 300; ++id)
        CHECK(next() == id);
    CHECK(queue.size() == 0);
}

TEST_CASE("An urgent message lifts those before it in its own chat", "[flow]")
{
    send_limits limits;
    limits.in_flight_max = 1;
    limits.in_flight_reserved = 0;
    send_queue queue(limits);
    queue.push(message(1, "a", 1), start);
    queue.push(message(2, "b", 1), start);
    queue.push(message(3, "b", 4), start);
    CHECK(take_all(queue, start) == ids{2});
    queue.settled(2, ended(send_class::sent), start);
    CHECK(take_all(queue, start) == ids{3});
    queue.settled(3, ended(send_class::sent), start);
    CHECK(take_all(queue, start) == ids{1});
}

TEST_CASE("Among equals the one that waits longest goes first", "[flow]")
{
    send_limits limits;
    limits.in_flight_max = 1;
    limits.in_flight_reserved = 0;
    send_queue queue(limits);
    queue.push(message(1, "a"), start);
    queue.push(message(2, "b"), start);
    queue.push(message(3, "a"), start);
    queue.push(message(4, "c"), start);
    ids order;
    for (int i = 0; i < 4; ++i) {
        const auto one = take_all(queue, start);
        REQUIRE(one.size() == 1);
        order.push_back(one[0]);
        queue.settled(one[0], ended(send_class::sent), start);
    }
    CHECK(order == ids{1, 2, 3, 4});
}

TEST_CASE("E1: a failing peer is tried three times with growing waits and given up within two minutes", "[flow]")
{
    const auto how = GENERATE(send_class::retry, send_class::ambiguous);
    send_queue queue;
    queue.push(message(1, "a"), start);
    queue.push(message(2, "b"), start);
    instant now = start;
    std::vector<duration> waits;
    std::optional<settlement> fate;
    for (int attempt = 1; attempt <= 3; ++attempt) {
        REQUIRE_FALSE(fate);
        auto one = queue.next(now);
        REQUIRE(one);
        REQUIRE(one->message.id == 1);
        CHECK(one->attempt == attempt);
        CHECK(one->repeat == (how == send_class::ambiguous && attempt > 1));
        if (attempt == 1) { // the other chat is none the worse
            CHECK(take_all(queue, now) == ids{2});
            queue.settled(2, ended(send_class::sent), now);
        }
        now += 15s; // a timeout each
        fate = queue.settled(1, ended(how), now);
        if (!fate) {
            REQUIRE(queue.wake_at(now));
            waits.push_back(*queue.wake_at(now) - now);
            CHECK(take_all(queue, *queue.wake_at(now) - 1ms).empty());
            now = *queue.wake_at(now);
        }
    }
    REQUIRE(fate);
    CHECK(fate->outcome.what == send_class::exhausted);
    CHECK(fate->attempts == 3);
    CHECK(fate->first_try == start);
    CHECK(fate->maybe_sent == (how == send_class::ambiguous));
    CHECK(now - start <= 2min);
    CHECK(waits == std::vector<duration>{5s, 20s});
}

TEST_CASE("E2: a permanent refusal is settled at once and the chat goes on", "[flow]")
{
    const auto what = GENERATE(send_class::permanent, send_class::window, send_class::quota, send_class::money, send_class::setup,
                               send_class::rejected);
    send_queue queue;
    queue.push(message(1, "a"), start);
    queue.push(message(2, "a"), start);
    take_all(queue, start);
    const auto fate = queue.settled(1, ended(what), start);
    REQUIRE(fate);
    CHECK(fate->outcome.what == what);
    CHECK(fate->attempts == 1);
    CHECK(take_all(queue, start) == ids{2});
}

TEST_CASE("E5: a wait the peer asks for is kept and other chats do not notice", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    queue.push(message(2, "b"), start);
    take_all(queue, start);
    CHECK_FALSE(queue.settled(1, ended(send_class::retry, 34s), start));
    queue.settled(2, ended(send_class::sent), start);
    queue.push(message(3, "b"), start);
    CHECK(take_all(queue, start) == ids{3});
    queue.settled(3, ended(send_class::sent), start);
    CHECK(queue.wake_at(start) == start + 34s);
    CHECK(take_all(queue, start + 33s).empty());
    const auto again = queue.next(start + 34s);
    REQUIRE(again);
    CHECK(again->message.id == 1);
    CHECK_FALSE(again->repeat);
}

TEST_CASE("A wait asked for uses up no try but two minutes are the end of it", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    instant now = start;
    int attempts = 0;
    std::optional<settlement> fate;
    while (!fate) {
        REQUIRE(queue.next(now));
        ++attempts;
        fate = queue.settled(1, ended(send_class::retry, 20s), now);
        now += 20s;
    }
    CHECK(attempts == 7);
    CHECK(fate->outcome.what == send_class::exhausted);
    queue.push(message(2, "a"), now);
    queue.next(now);
    CHECK(queue.settled(2, ended(send_class::retry, 10min), now)->outcome.what == send_class::exhausted);
    queue.push(message(3, "a"), now);
    queue.next(now);
    CHECK_FALSE(queue.settled(3, ended(send_class::retry, 0s), now));
    CHECK(queue.wake_at(now) == now + 1s);
}

TEST_CASE("The app's own limit stops every chat until the next minute", "[flow]")
{
    send_queue queue;
    for (int id = 1; id <= 3; ++id)
        queue.push(message(id, "chat" + std::to_string(id)), start);
    const instant now = start + 12s;
    CHECK(queue.next(now)->message.id == 1);
    CHECK_FALSE(queue.settled(1, ended(send_class::retry, {}, true), now));
    CHECK(take_all(queue, now).empty());
    const auto wake = queue.wake_at(now);
    REQUIRE(wake);
    CHECK(*wake == std::chrono::floor<std::chrono::minutes>(now) + 1min);
    CHECK(take_all(queue, *wake - 1ms).empty());
    CHECK(take_all(queue, *wake) == ids{1, 2, 3});
}

TEST_CASE("Behind a message given up the rest of its chat gets one try each until one arrives", "[flow]")
{
    send_queue queue;
    for (int id = 1; id <= 4; ++id)
        queue.push(message(id, "a"), start);
    instant now = start;
    for (int attempt = 1; attempt <= 3; ++attempt) {
        now = queue.wake_at(now).value_or(now);
        REQUIRE(queue.next(now));
        queue.settled(1, ended(send_class::retry), now);
    }
    REQUIRE(queue.next(now)->message.id == 2);
    CHECK(queue.settled(2, ended(send_class::retry), now)->outcome.what == send_class::exhausted);
    REQUIRE(queue.next(now)->message.id == 3);
    CHECK(queue.settled(3, ended(send_class::sent), now)->outcome.what == send_class::sent);
    REQUIRE(queue.next(now)->message.id == 4);
    CHECK_FALSE(queue.settled(4, ended(send_class::retry), now));
}

TEST_CASE("Parts of a long text that arrived are not sent again", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    CHECK(queue.next(start)->parts_sent == 0);
    send_outcome half = ended(send_class::retry);
    half.parts_sent = 2;
    queue.settled(1, half, start);
    CHECK(queue.next(start + 5s)->parts_sent == 2);
    CHECK_FALSE(queue.settled(1, ended(send_class::retry), start + 5s));
    CHECK(queue.next(start + 25s)->parts_sent == 2);
    CHECK(queue.settled(1, ended(send_class::permanent), start + 25s)->outcome.parts_sent == 2);
}

TEST_CASE("D2: what was with the sender when the process died is marked as a repeat", "[flow]")
{
    send_queue queue;
    outbound one = message(1, "a");
    one.maybe_sent = true;
    queue.push(one, start);
    const auto again = queue.next(start);
    REQUIRE(again);
    CHECK(again->repeat);
    CHECK(queue.settled(1, ended(send_class::permanent), start)->maybe_sent);
}

TEST_CASE("What is no longer wanted is taken back unless it is on its way", "[flow]")
{
    send_queue queue;
    for (int id = 1; id <= 3; ++id)
        queue.push(message(id, "a"), start);
    CHECK_FALSE(queue.cancel(9));
    CHECK(queue.cancel(2));
    CHECK(take_all(queue, start) == ids{1});
    CHECK_FALSE(queue.cancel(1));
    CHECK_FALSE(queue.settled(1, ended(send_class::retry), start));
    CHECK(queue.cancel(1)); // waiting for its next try
    CHECK(take_all(queue, start + 5s) == ids{3});
    queue.settled(3, ended(send_class::sent), start + 5s);
    CHECK(queue.size() == 0);
    CHECK(queue.push(message(2, "a"), start));
}

TEST_CASE("An answer for what is not under way changes nothing", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    CHECK_FALSE(queue.settled(1, ended(send_class::sent), start));
    CHECK_FALSE(queue.settled(7, ended(send_class::sent), start));
    CHECK(queue.size() == 1);
    CHECK(take_all(queue, start) == ids{1});
}

TEST_CASE("No minute ever holds more than the allowed number of requests", "[flow]")
{
    send_limits limits;
    limits.per_minute = 600;
    limits.burst = 50;
    limits.in_flight_max = 10'000;
    send_queue queue(limits);
    for (int id = 1; id <= 3'000; ++id)
        queue.push(message(id, "chat" + std::to_string(id)), start);
    std::deque<instant> window;
    instant now = start;
    std::size_t sent = 0;
    while (sent < 3'000) {
        while (queue.next(now)) {
            ++sent;
            window.push_back(now);
            while (window.front() <= now - 1min)
                window.pop_front();
            REQUIRE(window.size() <= 600);
        }
        if (sent < 3'000) {
            const auto wake = queue.wake_at(now);
            REQUIRE(wake);
            REQUIRE(*wake > now);
            now = *wake;
        }
    }
    CHECK(now - start >= 4min);
    CHECK(now - start <= 6min);
}

TEST_CASE("A clock set back neither blocks the queue nor loses a wait", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    queue.next(start);
    CHECK_FALSE(queue.settled(1, ended(send_class::retry), start)); // again in five seconds
    const instant back = start - 1h;
    queue.push(message(2, "b"), back);
    CHECK(take_all(queue, back) == ids{2});
    queue.settled(2, ended(send_class::sent), back);
    CHECK(queue.wake_at(back) == back + 5s);
    CHECK(take_all(queue, back + 5s) == ids{1});
}

TEST_CASE("A clock that jumps ahead makes nothing but waits end", "[flow]")
{
    send_queue queue;
    queue.push(message(1, "a"), start);
    queue.next(start);
    CHECK_FALSE(queue.settled(1, ended(send_class::retry), start));
    CHECK(take_all(queue, start + 24h) == ids{1});
    // The two minutes are over by that clock: the next channel has its turn.
    CHECK(queue.settled(1, ended(send_class::retry), start + 24h)->outcome.what == send_class::exhausted);
}

namespace {

/// A peer of bad character against one queue on a virtual clock.
class storm {
public:
    explicit storm(unsigned seed) : chance_(seed) {}

    void run()
    {
        send_limits limits;
        limits.in_flight_max = static_cast<std::size_t>(pick(2, 20));
        limits.in_flight_reserved = 1;
        limits.per_minute = pick(20, 4'000);
        limits.burst = pick(1, 200);
        send_queue queue(limits);
        const int messages = pick(20, 200);
        const int chats = pick(1, 15);
        int pushed = 0;
        for (instant now = start; pushed < messages || queue.size() > 0; now += duration(pick(1, 400))) {
            REQUIRE(now < start + 48h); // it comes to an end
            for (int n = pick(0, 4); n > 0 && pushed < messages; --n) {
                const std::string who = "chat" + std::to_string(pick(1, chats));
                REQUIRE(queue.push(message(++pushed, who, pick(0, 4)), now));
                expected_[who].push_back(pushed);
            }
            while (auto one = queue.next(now))
                begin(*one, limits, now);
            answer(queue, now);
        }
        for (const auto& [who, left] : expected_)
            REQUIRE(left.empty()); // each message had its fate, in its chat's order
        REQUIRE(under_way_.empty());
    }

private:
    struct flight {
        sending what;
        instant until;
    };

    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(chance_); }

    void begin(const sending& one, const send_limits& limits, instant now)
    {
        const std::string& who = one.message.to.address;
        REQUIRE(busy_.insert(who).second);
        REQUIRE(one.message.id == expected_[who].front());
        REQUIRE(under_way_.size() < limits.in_flight_max);
        REQUIRE(one.attempt == attempts_[one.message.id] + 1);
        attempts_[one.message.id] = one.attempt;
        if (const auto at = not_before_.find(who); at != not_before_.end())
            REQUIRE(now >= at->second);
        under_way_.push_back({one, now + duration(pick(0, 3'000))});
    }
    void answer(send_queue& queue, instant now)
    {
        for (std::size_t i = 0; i < under_way_.size();) {
            if (under_way_[i].until > now) {
                ++i;
                continue;
            }
            const sending one = under_way_[i].what;
            under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(i));
            settle(queue, one, now);
        }
    }
    void settle(send_queue& queue, const sending& one, instant now)
    {
        const std::string& who = one.message.to.address;
        busy_.erase(who);
        not_before_.erase(who);
        send_outcome outcome = ended(send_class::sent);
        switch (pick(0, 9)) {
        case 0: outcome = ended(send_class::retry); break;
        case 1: outcome = ended(send_class::ambiguous); break;
        case 2: outcome = ended(send_class::permanent); break;
        case 3: outcome = ended(send_class::retry, duration(pick(0, 90'000))); break;
        case 4: outcome = ended(send_class::retry, {}, true); break;
        default: break;
        }
        const bool again = outcome.what == send_class::retry || outcome.what == send_class::ambiguous;
        const auto fate = queue.settled(one.message.id, outcome, now);
        if (!fate) {
            REQUIRE(again);
            not_before_[who] = now + outcome.wait.value_or(outcome.channel_wide ? duration(0) : duration(5'000));
            return;
        }
        REQUIRE(fate->message.id == one.message.id);
        REQUIRE(fate->attempts == one.attempt);
        REQUIRE((again == (fate->outcome.what == send_class::exhausted)));
        expected_[who].pop_front();
    }

    std::mt19937 chance_;
    std::map<std::string, std::deque<std::int64_t>> expected_;
    std::map<std::int64_t, int> attempts_;
    std::map<std::string, instant> not_before_;
    std::set<std::string> busy_;
    std::vector<flight> under_way_;
};

} // namespace

TEST_CASE("Whatever the peer does each message has one fate in its chat's order and nothing leaves early", "[flow]")
{
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        storm(seed).run();
    }
}

TEST_CASE("Waking when told to is enough to send everything", "[flow]")
{
    for (unsigned seed = 1; seed <= 50; ++seed) {
        CAPTURE(seed);
        std::mt19937 chance(seed);
        const auto pick = [&chance](int low, int high) { return std::uniform_int_distribution<int>(low, high)(chance); };
        send_limits limits;
        limits.per_minute = pick(10, 100);
        limits.burst = pick(1, 10);
        send_queue queue(limits);
        for (int id = 1; id <= 60; ++id)
            queue.push(message(id, "chat" + std::to_string(pick(1, 9))), start);
        instant now = start;
        while (queue.size() > 0) {
            std::vector<std::int64_t> begun = take_all(queue, now);
            for (const auto id : begun)
                queue.settled(id, ended(pick(0, 3) == 0 ? send_class::retry : send_class::sent), now);
            if (begun.empty()) {
                const auto wake = queue.wake_at(now);
                REQUIRE(wake);
                REQUIRE(*wake > now);
                now = *wake;
            }
        }
    }
}
