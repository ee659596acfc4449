#include "adapters/zalo/webhook.hpp"

#include "adapters/http/server.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace adapters::zalo;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace http = adapters::http;
using bot::flow::inbound;
using bot::flow::inbound_kind;

namespace {

/// The webhook behind a real server, with a sink that remembers keys as the store does.
struct fixture {
    explicit fixture(http::server_options limits = {})
        : hook(options(), {.sink = [this](inbound one) { return take(std::move(one)); }, .count = [this](event_outcome what) { ++counts[what]; }}),
          web(io.get_executor(), std::move(limits), [this](http::request what) { return route(std::move(what)); })
    {
        web.start();
    }
    static webhook_options options()
    {
        webhook_options made;
        made.secrets = fixtures::secrets();
        made.domain_verifier = "GHOST_1-x";
        return made;
    }
    asio::awaitable<sink_outcome> take(inbound one)
    {
        if (throws)
            throw std::runtime_error("database gone");
        if (fails > 0) {
            --fails;
            co_return sink_outcome::failed;
        }
        if (!keys.insert(one.dedup_key).second)
            co_return sink_outcome::duplicate;
        committing = true;
        asio::steady_timer flush(io);
        flush.expires_after(2ms);
        co_await flush.async_wait(asio::use_awaitable);
        committing = false;
        events.push_back(std::move(one));
        co_return sink_outcome::stored;
    }
    asio::awaitable<http::response> route(http::request what)
    {
        if (auto proof = hook.domain_proof(what))
            co_return std::move(*proof);
        if (what.method == "POST" && what.path() == "/webhooks/zalo")
            co_return co_await hook.post(std::move(what));
        http::response none;
        none.status = 404;
        co_return none;
    }
    /// Posts `body` on a connection of its own; the status code.
    int post(const std::string& body, const std::string& signature)
    {
        std::string head = "POST /webhooks/zalo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        if (!signature.empty())
            head += "X-ZEvent-Signature: " + signature + "\r\n";
        const std::string heard = talk(head + "\r\n" + body);
        return heard.size() > 12 ? std::stoi(heard.substr(9, 3)) : 0;
    }
    int post_signed(const std::string& body, const std::string& stamp = "1717061839659")
    {
        return post(body, sign(body, stamp, fixtures::secrets()));
    }
    std::string talk(std::string bytes)
    {
        std::string heard;
        loopback::run(io, [&]() -> asio::awaitable<void> {
            loopback::raw_client peer(io.get_executor());
            co_await peer.connect(web.port());
            co_await peer.say(std::move(bytes));
            heard = co_await peer.hear_all();
        });
        return heard;
    }

    asio::io_context io{1};
    int fails = 0;
    bool throws = false;
    bool committing = false;
    std::set<std::string> keys;
    std::vector<inbound> events;
    std::map<event_outcome, int> counts;
    webhook hook;
    http::server web;
};

using counted = std::map<event_outcome, int>;

} // namespace

TEST_CASE("A well signed event is answered 200 after it is durable", "[zalo]")
{
    fixture f;
    CHECK(f.post_signed(fixtures::message().dump()) == 200);
    CHECK_FALSE(f.committing);
    REQUIRE(f.events.size() == 1);
    CHECK(f.events[0].text == "xin chào");
    CHECK(f.events[0].raw == fixtures::message().dump());
    CHECK(f.counts == counted{{event_outcome::accepted, 1}});
}

TEST_CASE("The unsigned probes of the console get 200 and nothing is done", "[zalo]")
{
    const auto body = GENERATE(as<std::string>(), "", "{}", fixtures::message().dump());
    fixture f;
    CHECK(f.post(body, "") == 200);
    CHECK(f.events.empty());
    CHECK(f.counts == counted{{event_outcome::unsigned_probe, 1}});
}

TEST_CASE("A forged event gets 200 and is never processed", "[zalo]")
{
    const std::string body = fixtures::message().dump();
    auto other_secret = fixtures::secrets();
    other_secret.oa_secret_key = bot::secret("guess");
    auto app_secret = fixtures::secrets();
    app_secret.oa_secret_key = fixtures::secrets().app_secret;
    const auto signature = GENERATE_COPY(as<std::string>(), sign(body, "1717061839659", other_secret), sign(body, "1717061839659", app_secret),
                                         "mac=00", "junk", sign(body + " ", "1717061839659", fixtures::secrets()));
    fixture f;
    CHECK(f.post(body, signature) == 200);
    CHECK(f.events.empty());
    CHECK(f.counts == counted{{event_outcome::bad_signature, 1}});
}

TEST_CASE("An event of another app is a bad signature even if ours signed it", "[zalo]")
{
    fixture f;
    CHECK(f.post_signed(fixtures::message({{"app_id", "999"}}).dump()) == 200);
    CHECK(f.events.empty());
    CHECK(f.counts == counted{{event_outcome::bad_signature, 1}});
}

TEST_CASE("D4: the same event delivered five times has one effect and 200 each time", "[zalo]")
{
    fixture f;
    const std::string body = fixtures::message().dump();
    for (int i = 0; i < 5; ++i)
        CHECK(f.post_signed(body) == 200);
    CHECK(f.events.size() == 1);
    CHECK(f.counts == counted{{event_outcome::accepted, 1}, {event_outcome::duplicate, 4}});
}

TEST_CASE("D6: what could not be made durable is not answered 200 and is taken when it comes again", "[zalo]")
{
    const bool by_exception = GENERATE(false, true);
    fixture f;
    f.fails = by_exception ? 0 : 1;
    f.throws = by_exception;
    const std::string body = fixtures::message().dump();
    CHECK(f.post_signed(body) == 503);
    CHECK(f.counts.empty());
    f.throws = false;
    CHECK(f.post_signed(body) == 200);
    CHECK(f.events.size() == 1);
    CHECK(f.counts == counted{{event_outcome::accepted, 1}});
}

TEST_CASE("Well signed junk is kept raw and answered 200", "[zalo]")
{
    const auto body = GENERATE(as<std::string>(), R"({"timestamp":"1717061839659")", R"("timestamp":"1717061839659")",
                               R"([{"timestamp":"1717061839659"}])",
                               "{\"timestamp\":\"1717061839659\",\"a\":" + std::string(100'000, '[') + "}");
    fixture f;
    CHECK(f.post_signed(body) == 200);
    REQUIRE(f.events.size() == 1);
    CHECK(f.events[0].kind == inbound_kind::ignored);
    CHECK(f.events[0].raw == body);
    CHECK(f.counts == counted{{event_outcome::malformed, 1}});
}

TEST_CASE("Odd but well signed events are accepted", "[zalo]")
{
    struct row {
        std::string body;
        inbound_kind kind;
    };
    const std::string stamp = R"(,"timestamp":"1717061839659"})";
    const auto [body, kind] = GENERATE_COPY(values<row>({
        {R"({"event_name":"something_new","x":[1,2])" + stamp, inbound_kind::ignored},
        {R"({"event_name":"user_send_text","sender":{"id":246845883529197922},"message":{"text":"a\ud800b","msg_id":"m"})" + stamp,
         inbound_kind::message},
        {R"({"event_name":"user_send_text","sender":{"id":"2"},"message":{"text":"a\u0000b","msg_id":"m"})" + stamp, inbound_kind::message},
        {R"({"event_name":"user_send_text","sender":{"id":"2"},"message":{"text":")" + std::string(1'000'000, 'x') + R"(","msg_id":"m"})" + stamp,
         inbound_kind::message},
        {R"({"event_name":"user_send_text")" + stamp, inbound_kind::ignored},
    }));
    fixture f;
    CHECK(f.post_signed(body) == 200);
    REQUIRE(f.events.size() == 1);
    CHECK(f.events[0].kind == kind);
    CHECK(f.counts == counted{{event_outcome::accepted, 1}});
}

TEST_CASE("A body over the server's limit is refused before it is read", "[zalo]")
{
    fixture f;
    const std::string body = "{\"timestamp\":\"1717061839659\",\"a\":\"" + std::string(2 << 20, 'x') + "\"}";
    CHECK(f.post_signed(body) == 413);
    CHECK(f.events.empty());
}

TEST_CASE("A slow sender holds up nobody else", "[zalo]")
{
    http::server_options limits;
    limits.body_timeout = 100ms;
    limits.header_timeout = 100ms;
    fixture f(limits);
    const std::string body = fixtures::message().dump();
    const std::string head = "POST /webhooks/zalo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                             "\r\nX-ZEvent-Signature: " + sign(body, "1717061839659", fixtures::secrets()) + "\r\n\r\n";
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        loopback::raw_client slow(f.io.get_executor());
        loopback::raw_client quick(f.io.get_executor());
        co_await slow.connect(f.web.port());
        co_await quick.connect(f.web.port());
        co_await slow.say(head + body.substr(0, 10));
        co_await quick.say(head + body);
        const std::string answered = co_await quick.hear_all();
        CHECK(answered.starts_with("HTTP/1.1 200"));
        const std::string cut = co_await slow.hear_all();
        CHECK(cut.empty());
    });
    CHECK(f.events.size() == 1);
}

TEST_CASE("The domain is proven by file and by meta tag for our code only", "[zalo]")
{
    fixture f;
    const auto get = [&f](const std::string& path) { return f.talk("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); };
    const std::string meta = R"(<meta name="zalo-platform-site-verification" content="GHOST_1-x">)";
    CHECK(get("/zalo_verifierGHOST_1-x.html").find(meta) != std::string::npos);
    CHECK(get("/").find(meta) != std::string::npos);
    CHECK(get("/zalo_verifierOTHER.html").starts_with("HTTP/1.1 404"));
    CHECK(get("/zalo_verifier.html").starts_with("HTTP/1.1 404"));
    webhook_options hostile = fixture::options();
    hostile.domain_verifier = "\"><script>";
    http::request root;
    CHECK_FALSE(webhook(hostile, {.sink = {}, .count = {}}).domain_proof(root));
}

TEST_CASE("Outcomes are counted under their fixed names", "[zalo]")
{
    CHECK(name_of(event_outcome::accepted) == "accepted");
    CHECK(name_of(event_outcome::duplicate) == "duplicate");
    CHECK(name_of(event_outcome::unsigned_probe) == "unsigned");
    CHECK(name_of(event_outcome::bad_signature) == "bad_signature");
    CHECK(name_of(event_outcome::malformed) == "malformed");
}
