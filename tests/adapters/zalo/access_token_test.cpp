#include "adapters/zalo/access_token.hpp"

#include "adapters/http/url.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/zalo/memory_token_store.hpp"

#include <catch2/catch.hpp>

using namespace adapters::zalo;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace http = adapters::http;
using how = loopback::act::how;

namespace {

const bot::rules::instant now(1'700'000'000'000ms);

std::string pair_json(int n)
{
    const std::string number = std::to_string(n);
    return loopback::ok(R"({"access_token":"A)" + number + R"(","refresh_token":"R)" + number + R"(","expires_in":"90000"})");
}

std::string account_json(const std::string& oa_id)
{
    return loopback::ok(R"({"error":0,"message":"Success","data":{"oa_id":")" + oa_id + R"(","name":"BVĐK"}})");
}

struct fixture {
    fixture(std::vector<loopback::act> acts, memory_token_store from)
        : store(std::move(from)), peer(io, std::move(acts)), web(io.get_executor(), limits()), tokens(io.get_executor(), web, store, options(peer.origin()), ports())
    {
        asio::co_spawn(io, tokens.run(), [](const std::exception_ptr&) {});
    }
    static http::client_limits limits()
    {
        http::client_limits made;
        made.exchange = 100ms;
        return made;
    }
    static access_token_options options(const std::string& base)
    {
        access_token_options made;
        made.app_id = "123";
        made.app_secret = bot::secret("S");
        made.oa_id = "77";
        made.oauth_base = base;
        made.openapi_base = base;
        made.redirect_uri = "https://suco.example.vn/oauth/zalo/callback";
        made.keeper.retry_first = 5ms;
        made.keeper.retry_max = 20ms;
        made.keeper.save_retry = 5ms;
        return made;
    }
    access_token::ports ports()
    {
        return {.now = [this] { return clock; },
                .alarm = [this](const token_alarm& one) { alarms.push_back(one); },
                .text = [](std::string_view key) { return std::string(key); }};
    }
    /// The clock stands still but for this: retries are due as soon as they are looked at.
    void passes(std::chrono::milliseconds time) { clock += time; }

    asio::io_context io{1};
    bot::rules::instant clock = now;
    std::vector<token_alarm> alarms;
    memory_token_store store;
    loopback::scripted_peer peer;
    http::client web;
    access_token tokens;
};

} // namespace

TEST_CASE("A stored token is given out without asking anybody", "[zalo]")
{
    fixture f({{how::answer, pair_json(2)}}, memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto token = co_await f.tokens.get();
        REQUIRE(token);
        CHECK(*token == "A1");
        CHECK(f.tokens.usable());
    });
    CHECK(f.peer.requests().empty());
}

TEST_CASE("Many who find the token refused cause one refresh and all get the new one", "[zalo]")
{
    fixture f({{how::answer, pair_json(2)}}, memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto first = co_await f.tokens.get();
        REQUIRE(first);
        int left = 20;
        int good = 0;
        asio::steady_timer all(f.io);
        all.expires_at(asio::steady_timer::time_point::max());
        const auto one = [&]() -> asio::awaitable<void> {
            const auto newer = co_await f.tokens.renew("A1");
            good += newer && *newer == "A2" ? 1 : 0;
            if (--left == 0)
                all.cancel();
        };
        for (int i = 0; i < 20; ++i)
            asio::co_spawn(f.io, one, [](const std::exception_ptr&) {});
        const auto [ignored] = co_await all.async_wait(loopback::as_tuple);
        static_cast<void>(ignored);
        CHECK(good == 20);
    });
    REQUIRE(f.peer.requests().size() == 1);
    CHECK(f.peer.requests()[0].find("secret_key: S\r\n") != std::string::npos);
    CHECK(f.peer.requests()[0].ends_with("refresh_token=R1&app_id=123&grant_type=refresh_token"));
    CHECK(f.store.record->access == "A2");
    CHECK(f.store.record->began_with.empty());
    CHECK(f.store.saves == 2);
}

TEST_CASE("A new pair the disk does not take at first is given out after it did", "[zalo]")
{
    fixture f({{how::answer, pair_json(2)}}, memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto first = co_await f.tokens.get();
        REQUIRE(first);
        f.store.fail_from = 2; // the mark is written, the pair not at first
        f.store.fail_to = 4;
        asio::co_spawn(
            f.io,
            [&]() -> asio::awaitable<void> {
                asio::steady_timer moment(f.io);
                while (f.store.saves < 5) {
                    f.passes(10ms);
                    moment.expires_after(1ms);
                    co_await moment.async_wait(asio::use_awaitable);
                }
            },
            [](const std::exception_ptr&) {});
        const auto newer = co_await f.tokens.renew("A1");
        REQUIRE(newer);
        CHECK(*newer == "A2");
        CHECK(f.store.record->access == "A2");
    });
    CHECK(f.store.saves == 5);
    REQUIRE(f.alarms.size() == 1);
    CHECK(f.alarms[0].what == token_trouble::not_saved);
}

TEST_CASE("Trouble on the way to the OAuth host is overcome", "[zalo]")
{
    const auto step = GENERATE(values<loopback::act>({{how::close_unread, {}},
                                                      {how::reset_unanswered, {}},
                                                      {how::silence, {}},
                                                      {how::answer, loopback::status(503)},
                                                      {how::answer, loopback::status(429, "{}")},
                                                      {how::answer, loopback::ok("<html>")}}));
    CAPTURE(static_cast<int>(step.what), step.bytes);
    fixture f({step, step, {how::answer, pair_json(2)}}, memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        bot::result<std::string> token = co_await f.tokens.renew("A1");
        asio::steady_timer moment(f.io);
        while (!token) {
            CHECK(token.error().code == bot::errc::unreachable);
            f.passes(50ms);
            moment.expires_after(2ms);
            co_await moment.async_wait(asio::use_awaitable);
            token = co_await f.tokens.get();
        }
        CHECK(*token == "A2");
    });
    CHECK(f.store.record->access == "A2");
}

TEST_CASE("D9: a chain lost while the bot was down calls the operator with a consent link", "[zalo]")
{
    saved_tokens marked = memory_token_store::pair(now);
    marked.began_with = token_hash("R1");
    fixture f({{how::answer, loopback::ok(R"({"error":-14014,"error_name":"Invalid refresh token"})")}}, memory_token_store(marked));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        asio::steady_timer moment(f.io);
        while (f.alarms.empty()) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        CHECK(f.alarms[0].what == token_trouble::chain_lost);
        CHECK(f.alarms[0].consent_url == "https://suco.example.vn/oauth/zalo/start");
        const auto token = co_await f.tokens.renew("A1");
        REQUIRE_FALSE(token);
        CHECK(token.error().code == bot::errc::unauthentic);
        CHECK_FALSE(f.tokens.usable());
    });
    CHECK(f.peer.requests().size() == 1);
}

TEST_CASE("Consent mends a lost chain and the pair is stored before the page says so", "[zalo]")
{
    fixture f({{how::answer, pair_json(9)}, {how::answer, account_json("77")}}, memory_token_store());
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        http::request visit;
        const http::response sent = f.tokens.start_consent(visit);
        CHECK(sent.status == 302);
        http::request there;
        const std::string location(http::find(sent.fields, "Location"));
        there.target = location.substr(f.peer.origin().size());
        CHECK(there.path() == "/v4/oa/permission");
        CHECK(there.query("redirect_uri") == "https://suco.example.vn/oauth/zalo/callback");
        const std::string state = there.query("state");

        http::request back;
        back.target = "/oauth/zalo/callback?code=C1&oa_id=77&state=" + state;
        const http::response page = co_await f.tokens.finish_consent(back);
        CHECK(page.status == 200);
        CHECK(page.body == "cli.consent.done");
        REQUIRE(f.store.record);
        CHECK(f.store.record->access == "A9");
        const auto token = co_await f.tokens.get();
        REQUIRE(token);
        CHECK(*token == "A9");

        const http::response again = co_await f.tokens.finish_consent(back);
        CHECK(again.status == 400);
        CHECK(again.body == "cli.consent.stale");
    });
    REQUIRE(f.peer.requests().size() == 2);
    CHECK(f.peer.requests()[0].find("grant_type=authorization_code&code_verifier=") != std::string::npos);
    CHECK(f.peer.requests()[1].starts_with("GET /v2.0/oa/getoa "));
    CHECK(f.peer.requests()[1].find("access_token: A9\r\n") != std::string::npos);
}

TEST_CASE("A consent whose token is for another account never replaces ours whatever the callback says", "[zalo]")
{
    const std::string callback = GENERATE(values<std::string>({"code=C1", "code=C1&oa_id=77"}));
    const auto platform = GENERATE(values<std::pair<loopback::act, unsigned>>({{{how::answer, account_json("78")}, 403},
                                                                              {{how::answer, loopback::ok(R"({"error":-216,"message":"invalid"})")}, 502},
                                                                              {{how::close_unanswered, {}}, 502}}));
    CAPTURE(callback, platform.second);
    fixture f({{how::answer, pair_json(9)}, platform.first, platform.first}, memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        http::request there;
        there.target = std::string(http::find(f.tokens.start_consent({}).fields, "Location")).substr(f.peer.origin().size());
        http::request back;
        back.target = "/oauth/zalo/callback?" + callback + "&state=" + there.query("state");
        const http::response page = co_await f.tokens.finish_consent(back);
        CHECK(page.status == platform.second);
        const auto token = co_await f.tokens.get();
        REQUIRE(token);
        CHECK(*token == "A1");
    });
    CHECK(f.store.saves == 0);
}

TEST_CASE("A consent that is forged or for another account or refused changes nothing", "[zalo]")
{
    fixture f({{how::answer, loopback::ok(R"({"error":-14003,"error_name":"Invalid code verifier"})")}, {how::close_unanswered, {}}},
              memory_token_store(memory_token_store::pair(now)));
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto begin = [&f] {
            http::request there;
            there.target = std::string(http::find(f.tokens.start_consent({}).fields, "Location")).substr(f.peer.origin().size());
            return there.query("state");
        };
        const auto visit = [](const std::string& query) {
            http::request made;
            made.target = "/oauth/zalo/callback?" + query;
            return made;
        };
        http::request forged = visit("code=C&oa_id=77&state=guess");
        const http::response first = co_await f.tokens.finish_consent(forged);
        CHECK(first.status == 400);
        http::request other = visit("code=C&oa_id=78&state=" + begin());
        const http::response second = co_await f.tokens.finish_consent(other);
        CHECK(second.status == 403);
        http::request refused = visit("code=C&oa_id=77&state=" + begin());
        const http::response third = co_await f.tokens.finish_consent(refused);
        CHECK(third.status == 502);
        http::request unheard = visit("code=C&oa_id=77&state=" + begin());
        const http::response fourth = co_await f.tokens.finish_consent(unheard);
        CHECK(fourth.status == 502);
        const auto token = co_await f.tokens.get();
        REQUIRE(token);
        CHECK(*token == "A1");
    });
    CHECK(f.store.saves == 0);
}
