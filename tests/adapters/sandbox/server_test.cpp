#include "adapters/sandbox/server.hpp"
#include "adapters/sandbox/wall_clock.hpp"
#include "tests/adapters/sandbox/canned_bot.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace sandbox_tests;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds patience{10'000};

/// A sandbox and a canned bot on loopback, in one thread.
struct loopback {
    explicit loopback(sandbox::options setup = hospital())
        : world(context.get_executor(), setup, clock),
          bot(context.get_executor(), setup.app_id, setup.app_secret),
          browser(context.get_executor(), browser_limits())
    {
        bot.start();
        world.start();
        world.set_webhook_url(bot.webhook_url());
    }

    static http::client_limits browser_limits()
    {
        http::client_limits limits;
        limits.exchange = std::chrono::milliseconds{5'000};
        return limits;
    }

    asio::io_context context{1};
    sandbox::wall_clock clock{instant{std::chrono::milliseconds{1'795'505'520'000}}};
    sandbox::server world;
    canned_bot bot;
    http::client browser;

    /// Runs a test's coroutine to its end, then stops both sides.
    template <class Coroutine>
    void run(Coroutine& body)
    {
        bool finished = false;
        auto all = [&]() -> asio::awaitable<void> {
            co_await body();
            finished = true;
            co_await world.stop();
            co_await bot.stop();
            context.stop();
        };
        std::exception_ptr failure;
        asio::co_spawn(context, all, [&](std::exception_ptr what) {
            failure = what;
            if (what)
                context.stop();
        });
        context.run();
        if (failure)
            std::rethrow_exception(failure);
        CHECK(finished);
    }

    asio::awaitable<http::response> order(std::string method, std::string path, std::string body)
    {
        http::request call{
            .method = std::move(method), .target = std::move(path), .fields = {}, .body = std::move(body)};
        call.fields.push_back({"Content-Type", "application/json"});
        const std::string origin = world.base();
        auto answer = co_await browser.send(origin, std::move(call));
        if (!answer)
            co_return http::response{.status = 0};
        co_return std::move(*answer);
    }
};

asio::awaitable<void> reply(canned_bot& bot, std::string user_id, std::string text)
{
    co_await bot.send(std::move(user_id), std::move(text));
}

} // namespace

TEST_CASE("A message goes from a phone to the bot and its answer back over HTTP", "[sandbox]")
{
    loopback net;
    net.bot.on_event = [&](const http::request& call) {
        if (json::parse(call.body).value("event_name", "") == "user_send_text")
            asio::co_spawn(net.context, reply(net.bot, lan, "Đã ghi nhận SC-2026-000001"), asio::detached);
        return 200U;
    };
    std::vector<std::string> lines;
    net.world.on_line([&](const sandbox::line& one) { lines.push_back(one.who + ": " + one.what.text); });
    auto story = [&]() -> asio::awaitable<void> {
        const std::string origin = net.world.base();
        const bool signed_in = co_await net.bot.sign_in(origin, "first-refresh-token");
        CHECK(signed_in);
        CHECK(net.world.say(lan, "báo nhanh"));
        const auto heard = co_await net.world.expect(lan, 0, "SC-2026", patience);
        REQUIRE(heard);
        CHECK(heard->index == 1);
        const auto nothing = co_await net.world.expect(lan, 2, "", std::chrono::milliseconds{1});
        CHECK_FALSE(nothing);
    };
    net.run(story);
    REQUIRE_FALSE(net.bot.events.empty());
    const http::request& first = net.bot.events.front();
    CHECK(first.path() == "/webhooks/zalo");
    CHECK(http::find(first.fields, "X-ZEvent-Signature").starts_with("mac="));
    CHECK(http::find(first.fields, "num_retry").empty());
    CHECK(lines == std::vector<std::string>{"Nguyễn Thị Lan: báo nhanh",
                                            "Bệnh viện An Bình: Đã ghi nhận SC-2026-000001"});
    CHECK(net.world.heard(lan).size() == 2);
}

TEST_CASE("A refused webhook comes again when the clock has moved on", "[sandbox]")
{
    loopback net;
    int seen = 0;
    net.bot.on_event = [&](const http::request&) { return ++seen == 1 ? 500U : 200U; };
    auto story = [&]() -> asio::awaitable<void> {
        CHECK(net.world.say(lan, "tin"));
        const std::string state = "/sandbox/state";
        for (int i = 0; i < 200 && seen == 0; ++i)
            co_await net.order("GET", state, "");
        for (int i = 0; i < 200 && net.world.platform().state().webhooks.retrying() == 0; ++i)
            co_await net.order("GET", state, "");
        CHECK(net.world.platform().state().webhooks.retrying() == 1);
        const std::string jump = R"({"jump_seconds":30})";
        co_await net.order("POST", "/sandbox/clock", jump);
        for (int i = 0; i < 200 && net.world.platform().state().webhooks.delivered() == 0; ++i)
            co_await net.order("GET", state, "");
        CHECK(net.world.platform().state().webhooks.delivered() == 1);
    };
    net.run(story);
    REQUIRE(net.bot.events.size() == 2);
    CHECK(net.bot.events[0].body == net.bot.events[1].body);
    CHECK(http::find(net.bot.events[1].fields, "num_retry") == "1");
}

TEST_CASE("The page comes from the binary and may load nothing from outside", "[sandbox]")
{
    loopback net;
    auto story = [&]() -> asio::awaitable<void> {
        const auto page = co_await net.order("GET", "/", "");
        CHECK(page.status == 200);
        CHECK(page.content_type == "text/html; charset=utf-8");
        CHECK(page.body.find("<main") != std::string::npos);
        CHECK(http::find(page.fields, "Content-Security-Policy").starts_with("default-src 'self'"));
        const auto script = co_await net.order("GET", "/page.js", "");
        CHECK(script.content_type == "text/javascript; charset=utf-8");
        const auto missing = co_await net.order("GET", "/../server.cpp", "");
        CHECK(missing.status == 404);
        const auto unknown = co_await net.order("POST", "/v4/oa/refresh_token", "{}");
        CHECK(unknown.status == 404);
    };
    net.run(story);
}

TEST_CASE("A poll waits for news and answers at once when there is some", "[sandbox]")
{
    loopback net;
    net.bot.on_event = [](const http::request&) { return 200U; };
    auto story = [&]() -> asio::awaitable<void> {
        const auto first = co_await net.order("GET", "/sandbox/events?since=0", "");
        const std::uint64_t version = json::parse(first.body)["version"];
        auto later = [&]() -> asio::awaitable<void> {
            CHECK(net.world.say(minh, "có tin"));
            co_return;
        };
        asio::co_spawn(net.context, later, asio::detached);
        const std::string poll = "/sandbox/events?wait=4000&since=" + std::to_string(version);
        const auto news = co_await net.order("GET", poll, "");
        const json body = json::parse(news.body);
        REQUIRE(body["messages"].size() == 1);
        CHECK(body["messages"][0]["text"] == "có tin");
        const std::string empty =
            "/sandbox/events?wait=1&since=" + std::to_string(net.world.platform().version());
        const auto nothing = co_await net.order("GET", empty, "");
        CHECK(nothing.status == 200);
    };
    net.run(story);
}

TEST_CASE("A timed out call keeps its caller waiting and does nothing", "[sandbox]")
{
    auto setup = hospital();
    setup.hang = std::chrono::milliseconds{60'000};
    loopback net(setup);
    auto story = [&]() -> asio::awaitable<void> {
        const std::string origin = net.world.base();
        const bool signed_in = co_await net.bot.sign_in(origin, "first-refresh-token");
        CHECK(signed_in);
        const std::string fault = R"({"kind":"timeout","times":1})";
        co_await net.order("POST", "/sandbox/faults", fault);
        http::client_limits hasty;
        hasty.exchange = std::chrono::milliseconds{100};
        http::client caller(net.context.get_executor(), hasty);
        http::request call{.method = "POST", .target = "/v3.0/oa/message/cs"};
        const auto answer = co_await caller.send(origin, std::move(call));
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == bot::errc::unreachable);
        CHECK(net.world.heard(lan).empty());
        const std::string answered = co_await net.bot.send(lan, "lần hai");
        CHECK(json::parse(answered)["error"] == 0);
    };
    net.run(story);
}

TEST_CASE("A webhook URL is saved only if an unsigned probe gets 200", "[sandbox]")
{
    loopback net;
    auto story = [&]() -> asio::awaitable<void> {
        net.bot.on_event = [](const http::request&) { return 401U; };
        const bool refused = co_await net.world.probe();
        CHECK_FALSE(refused);
        net.bot.on_event = [](const http::request&) { return 200U; };
        const bool saved = co_await net.world.probe();
        CHECK(saved);
    };
    net.run(story);
    CHECK(net.bot.events.back().body == "{}");
    CHECK(http::find(net.bot.events.back().fields, "X-ZEvent-Signature").empty());
}

TEST_CASE("A sandbox without a webhook URL keeps its events until it has one", "[sandbox]")
{
    loopback net;
    net.bot.on_event = [](const http::request&) { return 200U; };
    net.world.set_webhook_url("");
    auto story = [&]() -> asio::awaitable<void> {
        CHECK(net.world.say(lan, "sớm quá"));
        co_await net.order("GET", "/sandbox/state", "");
        CHECK(net.bot.events.empty());
        net.world.set_webhook_url(net.bot.webhook_url());
        for (int i = 0; i < 200 && net.world.platform().state().webhooks.delivered() == 0; ++i)
            co_await net.order("GET", "/sandbox/state", "");
        CHECK(net.bot.events.size() == 1);
    };
    net.run(story);
}
