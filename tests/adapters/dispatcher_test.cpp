#include "adapters/dispatcher.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace adapters;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using bot::flow::outbound;
using bot::flow::send_class;
using bot::flow::send_limits;
using bot::flow::send_outcome;
using bot::flow::sending;
using bot::flow::settlement;
using bot::rules::instant;

namespace {

outbound message(std::int64_t id, const std::string& who)
{
    outbound one;
    one.id = id;
    one.to = {bot::flow::channel_kind::zalo, who};
    one.text = "x";
    return one;
}

/// A dispatcher whose clock is turned by its own alarm: waits cost no time.
struct fixture {
    explicit fixture(std::function<asio::awaitable<send_outcome>(sending)> send, send_limits limits = {})
        : posts(io.get_executor(), limits, ports(std::move(send)))
    {
    }
    dispatcher_ports ports(std::function<asio::awaitable<send_outcome>(sending)> send)
    {
        dispatcher_ports made;
        made.send = std::move(send);
        made.settle = [this](settlement one) { fates.push_back(std::move(one)); };
        made.now = [this] { return now; };
        made.attempted = [this](const sending& what, const send_outcome&) { ++attempts[what.message.id]; };
        made.wake_at = [this](instant at, std::function<void()> wake) {
            asio::post(io, [this, at, wake = std::move(wake)] {
                now = std::max(now, at);
                wake();
            });
        };
        return made;
    }
    void run_until_settled(std::size_t count)
    {
        io.restart();
        while (fates.size() < count && io.run_one_for(loopback::patience) > 0) {
        }
        REQUIRE(fates.size() == count);
    }

    asio::io_context io{1};
    instant now{1'700'000'000'000ms};
    std::vector<settlement> fates;
    std::map<std::int64_t, int> attempts;
    dispatcher posts;
};

asio::awaitable<send_outcome> take(sending what)
{
    send_outcome outcome;
    outcome.message_id = "M" + std::to_string(what.message.id);
    co_return outcome;
}

} // namespace

TEST_CASE("Everything pushed is sent and settled once and never from within the push", "[zalo]")
{
    fixture f(take);
    for (int id = 1; id <= 100; ++id)
        CHECK(f.posts.push(message(id, "chat" + std::to_string(id % 7))));
    CHECK_FALSE(f.posts.push(message(5, "chat5")));
    CHECK(f.fates.empty());
    f.run_until_settled(100);
    CHECK(f.posts.size() == 0);
    std::map<std::string, std::int64_t> last;
    for (const settlement& fate : f.fates) {
        CHECK(fate.outcome.what == send_class::sent);
        CHECK(fate.outcome.message_id == "M" + std::to_string(fate.message.id));
        CHECK(fate.message.id > last[fate.message.to.address]);
        last[fate.message.to.address] = fate.message.id;
    }
}

TEST_CASE("E1: three tries with back-off then the next channel has its turn", "[zalo]")
{
    fixture f([](sending) -> asio::awaitable<send_outcome> {
        send_outcome outcome;
        outcome.what = send_class::retry;
        outcome.detail = "http 503";
        co_return outcome;
    });
    const instant begun = f.now;
    f.posts.push(message(1, "a"));
    f.run_until_settled(1);
    CHECK(f.fates[0].outcome.what == send_class::exhausted);
    CHECK(f.fates[0].outcome.detail == "http 503");
    CHECK(f.fates[0].attempts == 3);
    CHECK(f.attempts[1] == 3);
    CHECK(f.now - begun <= 2min);
}

TEST_CASE("G16: a chat that hangs delays no other", "[zalo]")
{
    asio::io_context* io = nullptr;
    std::vector<std::weak_ptr<asio::steady_timer>> hanging; // the loop dies before this: it owns them
    fixture f([&](sending what) -> asio::awaitable<send_outcome> {
        if (what.message.to.address == "slow") {
            auto never = std::make_shared<asio::steady_timer>(*io);
            never->expires_at(asio::steady_timer::time_point::max());
            hanging.push_back(never);
            const auto [ignored] = co_await never->async_wait(loopback::as_tuple);
            static_cast<void>(ignored);
        }
        co_return send_outcome{};
    });
    io = &f.io;
    for (int id = 1; id <= 50; ++id)
        f.posts.push(message(id, id % 10 == 1 ? "slow" : "chat" + std::to_string(id % 10)));
    f.run_until_settled(45);
    CHECK(f.posts.in_flight() == 1);
    while (f.fates.size() < 50) {
        hanging.back().lock()->cancel();
        f.run_until_settled(f.fates.size() + 1);
    }
}

TEST_CASE("A sender that throws counts as in doubt", "[zalo]")
{
    fixture f([](sending what) -> asio::awaitable<send_outcome> {
        if (what.attempt == 1)
            throw std::runtime_error("bug");
        CHECK(what.repeat);
        co_return send_outcome{};
    });
    f.posts.push(message(1, "a"));
    f.run_until_settled(1);
    CHECK(f.fates[0].outcome.what == send_class::sent);
    CHECK(f.attempts[1] == 2);
}

TEST_CASE("What is taken back before its turn is not sent", "[zalo]")
{
    fixture f(take);
    f.posts.push(message(1, "a"));
    f.posts.push(message(2, "a"));
    CHECK(f.posts.cancel(2));
    f.run_until_settled(1);
    CHECK(f.posts.size() == 0);
    CHECK(f.attempts.count(2) == 0);
}

TEST_CASE("Stopping waits for what is under way and begins nothing more", "[zalo]")
{
    asio::io_context* io = nullptr;
    fixture f([&](sending) -> asio::awaitable<send_outcome> {
        asio::steady_timer moment(*io);
        moment.expires_after(20ms);
        co_await moment.async_wait(asio::use_awaitable);
        co_return send_outcome{};
    });
    io = &f.io;
    f.posts.push(message(1, "a"));
    f.posts.push(message(2, "a"));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        asio::steady_timer moment(f.io);
        while (f.posts.in_flight() == 0) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        co_await f.posts.stop(5s);
    });
    CHECK(f.fates.size() == 1);
    CHECK(f.posts.size() == 1);
    CHECK(f.posts.in_flight() == 0);
}

TEST_CASE("With its own timer the dispatcher tries again by itself", "[zalo]")
{
    asio::io_context io(1);
    send_limits limits;
    limits.first_wait = 5ms;
    int tries = 0;
    std::optional<settlement> fate;
    dispatcher_ports ports;
    ports.send = [&tries](sending) -> asio::awaitable<send_outcome> {
        send_outcome outcome;
        outcome.what = ++tries < 3 ? send_class::retry : send_class::sent;
        co_return outcome;
    };
    ports.settle = [&fate, &io](settlement one) {
        fate = std::move(one);
        io.stop();
    };
    ports.now = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
    dispatcher posts(io.get_executor(), limits, ports);
    posts.push(message(1, "a"));
    io.run_for(loopback::patience);
    REQUIRE(fate);
    CHECK(fate->outcome.what == send_class::sent);
    CHECK(tries == 3);
}
