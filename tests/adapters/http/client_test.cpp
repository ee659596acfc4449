#include "adapters/http/client.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

using namespace adapters::http;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using loopback::act;
using how = loopback::act::how;

namespace {

client_limits quick()
{
    client_limits limits;
    limits.connect = 500ms;
    limits.exchange = 80ms;
    limits.body_bytes_max = 1'000;
    return limits;
}

request hello()
{
    request what;
    what.method = "POST";
    what.target = "/v3.0/oa/message/cs";
    what.fields.push_back({"access_token", "T"});
    what.body = "{}";
    return what;
}

/// One exchange with a peer that plays `acts`.
bot::result<response> once(std::vector<act> acts, client_limits limits = quick())
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, std::move(acts));
    client web(io.get_executor(), limits);
    bot::result<response> got = bot::fail(bot::errc::malformed, "never ran");
    loopback::run(io, [&]() -> asio::awaitable<void> { got = co_await web.send(peer.origin(), hello()); });
    return got;
}

} // namespace

TEST_CASE("A request goes out as written and its answer comes back", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{\"error\":0}", "X-RateLimit-Remain: 9\r\n")}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto answer = co_await web.send(peer.origin(), hello());
        REQUIRE(answer);
        CHECK(answer->status == 200);
        CHECK(answer->content_type == "application/json");
        CHECK(answer->body == "{\"error\":0}");
        CHECK(find(answer->fields, "x-ratelimit-remain") == "9");
    });
    CHECK(peer.requests().at(0) == "POST /v3.0/oa/message/cs HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
                                       "\r\naccess_token: T\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_CASE("Requests to one origin share a connection", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{}")}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        for (int i = 0; i < 5; ++i) {
            const auto answer = co_await web.send(peer.origin(), hello());
            REQUIRE(answer);
        }
    });
    CHECK(peer.requests().size() == 5);
    CHECK(peer.connections() == 1);
}

TEST_CASE("A connection closed by the peer while idle is replaced silently", "[http]")
{
    const auto gone = GENERATE(how::answer_and_close, how::answer);
    asio::io_context io(1);
    // Either closed right after the first answer, or when the second request arrives.
    loopback::scripted_peer peer(io, {{gone, loopback::ok("{}")}, {how::close_unanswered, {}}, {how::answer, loopback::ok("{}")}});
    if (gone == how::answer_and_close)
        peer.then({how::answer, loopback::ok("{}")});
    client web(io.get_executor(), {});
    bool second_good = false;
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto first = co_await web.send(peer.origin(), hello());
        REQUIRE(first);
        asio::steady_timer moment(io);
        moment.expires_after(5ms);
        co_await moment.async_wait(asio::use_awaitable);
        const auto second = co_await web.send(peer.origin(), hello());
        second_good = second.has_value();
    });
    CHECK(peer.connections() == 2);
    // Noticed before sending, the fresh connection meets the peer's next act, which closes: that is a true failure.
    CHECK(second_good == (gone == how::answer));
}

TEST_CASE("A stale connection is replaced once and no more", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{}")}, {how::close_unanswered, {}}});
    client web(io.get_executor(), quick());
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto first = co_await web.send(peer.origin(), hello());
        REQUIRE(first);
        const auto second = co_await web.send(peer.origin(), hello());
        REQUIRE_FALSE(second);
        CHECK(second.error().detail.starts_with("ambiguous: "));
    });
    CHECK(peer.requests().size() == 3);
}

TEST_CASE("What cannot have reached the peer is unsent", "[http]")
{
    asio::io_context io(1);
    const auto port = loopback::closed_port(io);
    client web(io.get_executor(), quick());
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto refused = co_await web.send("http://127.0.0.1:" + std::to_string(port), hello());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == bot::errc::unreachable);
        CHECK(refused.error().detail.starts_with("unsent: connect"));
        const auto nobody = co_await web.send("http://no-such-host.invalid", hello());
        REQUIRE_FALSE(nobody);
        CHECK(nobody.error().detail.starts_with("unsent: "));
    });
}

TEST_CASE("What may have reached the peer is ambiguous", "[http]")
{
    const auto step = GENERATE(
        values<act>({{how::close_unread, {}},
                     {how::reset_unread, {}},
                     {how::close_unanswered, {}},
                     {how::reset_unanswered, {}},
                     {how::silence, {}},
                     {how::answer_and_close, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"error\""},
                     {how::answer, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"error\""},
                     {how::answer_and_close, "this is not HTTP\r\n\r\n"}}));
    CAPTURE(static_cast<int>(step.what), step.bytes);
    const auto got = once({step});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == bot::errc::unreachable);
    CHECK(got.error().detail.starts_with("ambiguous: "));
}

TEST_CASE("An answer over the limit is rejected", "[http]")
{
    const auto got = once({{how::answer, loopback::ok(std::string(1'001, 'x'))}});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == bot::errc::rejected);
}

TEST_CASE("An answer given before the request was read to its end is heard", "[http]")
{
    asio::io_context io(1);
    asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    client_limits limits = quick();
    limits.exchange = 5s;
    client web(io.get_executor(), limits);
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            auto socket = co_await acceptor.async_accept(asio::use_awaitable);
            const std::string early = loopback::status(413, {}, "Connection: close\r\n");
            co_await asio::async_write(socket, asio::buffer(early), asio::use_awaitable);
            socket.shutdown(asio::ip::tcp::socket::shutdown_send);
            std::string sink(1 << 16, '\0');
            for (;;) {
                const auto [failure, count] = co_await socket.async_read_some(asio::buffer(sink), loopback::as_tuple);
                static_cast<void>(count);
                if (failure)
                    co_return;
            }
        },
        [](const std::exception_ptr&) {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        request large = hello();
        large.body.assign(1 << 20, 'x');
        const auto answer = co_await web.send("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()), large);
        REQUIRE(answer);
        CHECK(answer->status == 413);
    });
}

TEST_CASE("A body can be taken piece by piece", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok(std::string(100'000, 'y'))}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        std::size_t pieces = 0;
        std::size_t bytes = 0;
        exchange_options options;
        options.body_sink = [&](std::string_view piece) {
            ++pieces;
            bytes += piece.size();
            return true;
        };
        const auto answer = co_await web.send(peer.origin(), hello(), options);
        REQUIRE(answer);
        CHECK(answer->body.empty());
        CHECK(bytes == 100'000);
        CHECK(pieces > 1);
    });
}

TEST_CASE("An address that is not allowed is not connected to even on a kept connection", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{}")}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto kept = co_await web.send(peer.origin(), hello());
        REQUIRE(kept);
        exchange_options options;
        options.address_allowed = [](const asio::ip::address& one) { return !one.is_loopback(); };
        const auto refused = co_await web.send(peer.origin(), hello(), options);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == bot::errc::rejected);
    });
    CHECK(peer.requests().size() == 1);
}

TEST_CASE("A request that would break its own lines does not leave", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{}")}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        request evil = hello();
        evil.fields.push_back({"access_token", "x\r\nHost: evil"});
        const auto first = co_await web.send(peer.origin(), evil);
        CHECK_FALSE(first);
        request split = hello();
        split.target = "/a b";
        const auto second = co_await web.send(peer.origin(), split);
        CHECK_FALSE(second);
    });
    CHECK(peer.requests().empty());
}

TEST_CASE("Many exchanges at once each get their own answer", "[http]")
{
    asio::io_context io(1);
    loopback::scripted_peer peer(io, {{how::answer, loopback::ok("{}")}});
    client web(io.get_executor(), {});
    loopback::run(io, [&]() -> asio::awaitable<void> {
        int left = 50;
        int good = 0;
        asio::steady_timer all(io);
        all.expires_at(asio::steady_timer::time_point::max());
        const auto one = [&]() -> asio::awaitable<void> {
            const auto answer = co_await web.send(peer.origin(), hello());
            good += answer ? 1 : 0;
            if (--left == 0)
                all.cancel();
        };
        for (int i = 0; i < 50; ++i)
            asio::co_spawn(io, one, [](const std::exception_ptr&) {});
        const auto [ignored] = co_await all.async_wait(loopback::as_tuple);
        static_cast<void>(ignored);
        CHECK(good == 50);
    });
    CHECK(peer.requests().size() == 50);
}
