#include "adapters/http/server.hpp"

#include "adapters/http/client.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/http/test_certificate.hpp"

#include <catch2/catch.hpp>

using namespace adapters::http;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// Answers with what it was asked; /slow after a moment, /fail not at all.
asio::awaitable<response> echo(request asked)
{
    if (asked.path() == "/fail")
        throw std::runtime_error("secret detail");
    if (asked.path() == "/slow") {
        asio::steady_timer wait(co_await asio::this_coro::executor);
        wait.expires_after(60ms);
        co_await wait.async_wait(asio::use_awaitable);
    }
    response made;
    made.content_type = "text/plain";
    made.body = asked.method + " " + asked.target + " " + std::to_string(asked.body.size());
    made.fields.push_back({"X-Line\r\nbreak", "dropped"});
    co_return made;
}

server_options quick()
{
    server_options options;
    options.header_bytes_max = 1'024;
    options.body_bytes_max = 100'000;
    options.header_timeout = 80ms;
    options.body_timeout = 80ms;
    options.idle_timeout = 80ms;
    options.write_timeout = 500ms;
    return options;
}

struct fixture {
    explicit fixture(server_options options = {}) : web(io.get_executor(), std::move(options), echo) { web.start(); }
    asio::io_context io{1};
    server web;

    /// Says `bytes` and gives all that comes until the server closes.
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
};

} // namespace

TEST_CASE("A connection serves request after request", "[http]")
{
    fixture f;
    const std::string heard = f.talk("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                                     "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(heard == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nGET /1 0"
                   "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nPOST /2 3"
                   "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 8\r\n\r\nGET /3 0");
}

TEST_CASE("Pipelined requests are answered in order though the first takes longer", "[http]")
{
    fixture f;
    const std::string heard = f.talk("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto slow = heard.find("GET /slow");
    const auto fast = heard.find("GET /fast");
    REQUIRE(slow != std::string::npos);
    REQUIRE(fast != std::string::npos);
    CHECK(slow < fast);
}

TEST_CASE("HEAD is answered without a body", "[http]")
{
    fixture f;
    const std::string heard = f.talk("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(heard.ends_with("Content-Length: 8\r\n\r\n"));
}

TEST_CASE("A handler that throws becomes a bare 500 and the connection lives on", "[http]")
{
    fixture f;
    const std::string heard = f.talk("GET /fail HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(heard.starts_with("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200"));
    CHECK(heard.find("secret") == std::string::npos);
}

TEST_CASE("A client that expects a continuation gets one before it sends its body", "[http]")
{
    fixture f;
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        loopback::raw_client peer(f.io.get_executor());
        co_await peer.connect(f.web.port());
        co_await peer.say("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
        const std::string interim = co_await peer.hear_until("\r\n\r\n");
        CHECK(interim == "HTTP/1.1 100 Continue\r\n\r\n");
        co_await peer.say("ab");
        const std::string rest = co_await peer.hear_all();
        CHECK(rest.ends_with("POST / 2"));
    });
}

TEST_CASE("What is too large or no HTTP is refused and the connection closed", "[http]")
{
    struct row {
        std::string wire;
        std::string status;
    };
    const auto [wire, status] = GENERATE(values<row>({
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n" + std::string(100'001, 'x'), "413"},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n", "413"},
        {"GET / HTTP/1.1\r\nX: " + std::string(2'000, 'x') + "\r\n\r\n", "431"},
        {"\x16\x03\x01 this is TLS\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n", "501"},
    }));
    server_options options = quick();
    options.header_timeout = 5s;
    options.body_timeout = 5s;
    fixture f(options);
    const std::string heard = f.talk(wire);
    CHECK(heard.starts_with("HTTP/1.1 " + status + " "));
    CHECK(heard.find("Connection: close") != std::string::npos);
    CHECK(heard.find("smuggled") == std::string::npos);
}

TEST_CASE("A body of the largest size is taken", "[http]")
{
    server_options options = quick();
    options.body_timeout = 5s;
    fixture f(options);
    const std::string heard =
        f.talk("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    CHECK(heard.ends_with("POST / 100000"));
}

TEST_CASE("A client that sends too slowly or nothing at all is closed", "[http]")
{
    const auto wire = GENERATE(as<std::string>(), "", "GET / HTTP/1.1\r\nX-Slow: ", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc",
                               "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
    fixture f(quick());
    CHECK(f.talk(wire).empty());
    CHECK(f.web.connections() == 0);
}

TEST_CASE("One byte at a time does not stretch the time for a header", "[http]")
{
    fixture f(quick());
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        loopback::raw_client peer(f.io.get_executor());
        co_await peer.connect(f.web.port());
        asio::steady_timer pace(f.io);
        const std::string wire = "GET / HTTP/1.1\r\nX: " + std::string(500, 'x');
        std::size_t said = 0;
        while (said < wire.size() && (said == 0 || f.web.connections() == 1)) {
            co_await peer.say(wire.substr(said++, 1));
            pace.expires_after(5ms);
            co_await pace.async_wait(asio::use_awaitable);
        }
        CHECK(said < wire.size());
        const std::string heard = co_await peer.hear_all();
        CHECK(heard.empty());
    });
}

TEST_CASE("A keep-alive connection without requests is closed after its idle time", "[http]")
{
    fixture f(quick());
    const std::string heard = f.talk("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(heard.ends_with("GET /1 0"));
}

TEST_CASE("Connections beyond the limit are closed at once", "[http]")
{
    server_options options;
    options.connections_max = 2;
    fixture f(options);
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        std::vector<std::unique_ptr<loopback::raw_client>> peers;
        for (int i = 0; i < 3; ++i) {
            peers.push_back(std::make_unique<loopback::raw_client>(f.io.get_executor()));
            co_await peers.back()->connect(f.web.port());
        }
        const std::string refused = co_await peers[2]->hear_all();
        CHECK(refused.empty());
        co_await peers[0]->say("GET /still HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const std::string served = co_await peers[0]->hear_all();
        CHECK(served.ends_with("GET /still 0"));
    });
}

TEST_CASE("Stopping finishes what is under way and closes what idles", "[http]")
{
    fixture f;
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        loopback::raw_client busy(f.io.get_executor());
        loopback::raw_client idle(f.io.get_executor());
        co_await idle.connect(f.web.port());
        co_await idle.say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await idle.hear_until("GET /1 0");
        co_await busy.connect(f.web.port());
        co_await busy.say("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        asio::steady_timer moment(f.io);
        while (f.web.connections() < 2) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        moment.expires_after(10ms);
        co_await moment.async_wait(asio::use_awaitable);
        const auto port = f.web.port();
        co_await f.web.stop(5s);
        CHECK(f.web.connections() == 0);
        const std::string closed = co_await idle.hear_all();
        CHECK(closed.empty());
        const std::string served = co_await busy.hear_all();
        CHECK(served.find("Connection: close") != std::string::npos);
        CHECK(served.ends_with("GET /slow 0"));
        loopback::raw_client late(f.io.get_executor());
        bool refused = false;
        try {
            co_await late.connect(port);
        } catch (const boost::system::system_error&) {
            refused = true;
        }
        CHECK(refused);
    });
}

TEST_CASE("A port in use is reported when starting", "[http]")
{
    fixture f;
    server_options options;
    options.port = f.web.port();
    server second(f.io.get_executor(), options, echo);
    CHECK_THROWS_AS(second.start(), boost::system::system_error);
}

TEST_CASE("TLS is served and verified by name and by authority", "[http]")
{
    const test_certificate certificate("DNS:localhost,IP:127.0.0.1");
    server_options options;
    options.tls = tls_files{certificate.certificate_file(), certificate.key_file()};
    fixture f(options);
    const std::string port = std::to_string(f.web.port());
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        client trusting(f.io.get_executor(), {}, certificate.certificate_file());
        for (int i = 0; i < 3; ++i) {
            request asked;
            asked.target = "/tls" + std::to_string(i);
            const auto answer = co_await trusting.send("https://127.0.0.1:" + port, asked);
            REQUIRE(answer);
            CHECK(answer->body == "GET " + asked.target + " 0");
        }
        CHECK(f.web.connections() == 1);
        request asked;
        client wary(f.io.get_executor(), {});
        const auto refused = co_await wary.send("https://127.0.0.1:" + port, asked);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().detail.starts_with("unsent: tls"));
    });
}

TEST_CASE("A certificate for another name is not good enough", "[http]")
{
    const test_certificate certificate("DNS:elsewhere.example");
    server_options options;
    options.tls = tls_files{certificate.certificate_file(), certificate.key_file()};
    fixture f(options);
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        client trusting(f.io.get_executor(), {}, certificate.certificate_file());
        request asked;
        const auto answer = co_await trusting.send("https://localhost:" + std::to_string(f.web.port()), asked);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == bot::errc::unreachable);
        CHECK(answer.error().detail.starts_with("unsent: tls"));
    });
}
