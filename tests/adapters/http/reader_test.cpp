#include "adapters/http/reader.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace adapters::http;

namespace {

constexpr std::size_t header_max = 1'024;
constexpr std::size_t body_max = 4'096;

/// Feeds `bytes` in pieces of `size`, keeping what the reader leaves, until it is done or failed. The rest is returned.
std::string feed(request_reader& reader, const std::string& bytes, std::size_t size)
{
    std::string pending;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        pending += bytes.substr(at, size);
        pending.erase(0, reader.put(pending));
        if (reader.state() == read_state::done || reader.state() == read_state::failed)
            return pending + (at + size < bytes.size() ? bytes.substr(at + size) : std::string());
    }
    return pending;
}

unsigned refusal_of(const std::string& bytes)
{
    request_reader reader(header_max, body_max);
    feed(reader, bytes, bytes.size());
    return reader.refusal();
}

} // namespace

TEST_CASE("A request is the same in whatever pieces it arrives", "[http]")
{
    const std::string wire = "POST /webhooks/zalo?a=b HTTP/1.1\r\nHost: x\r\nX-ZEvent-Signature: mac=00\r\n"
                             "Content-Length: 11\r\n\r\n{\"ok\":true}";
    const auto size = GENERATE(std::size_t{1}, 2, 3, 7, 64, 1'000);
    request_reader reader(header_max, body_max);
    CHECK(feed(reader, wire, size).empty());
    REQUIRE(reader.state() == read_state::done);
    CHECK(reader.keep_alive());
    const request got = reader.take();
    CHECK(got.method == "POST");
    CHECK(got.target == "/webhooks/zalo?a=b");
    CHECK(got.path() == "/webhooks/zalo");
    CHECK(got.query("a") == "b");
    CHECK(find(got.fields, "x-zevent-signature") == "mac=00");
    CHECK(got.body == "{\"ok\":true}");
}

TEST_CASE("Requests that arrive together are read one after the other", "[http]")
{
    const std::string one = "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na";
    const std::string two = "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    request_reader reader(header_max, body_max);
    const std::string rest = feed(reader, one + two, 4'096);
    REQUIRE(reader.state() == read_state::done);
    CHECK(reader.take().target == "/1");
    CHECK(feed(reader, rest, rest.size()).empty());
    REQUIRE(reader.state() == read_state::done);
    CHECK_FALSE(reader.keep_alive());
    CHECK(reader.take().target == "/2");
}

TEST_CASE("A chunked body is put together and its trailers decide nothing", "[http]")
{
    const std::string wire = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n"
                             "X-ZEvent-Signature: mac=11\r\n\r\n";
    request_reader reader(header_max, body_max);
    feed(reader, wire, 5);
    REQUIRE(reader.state() == read_state::done);
    const request got = reader.take();
    CHECK(got.body == "abcde");
    CHECK(find(got.fields, "X-ZEvent-Signature").empty());
}

TEST_CASE("What a request may not be is refused with the right status", "[http]")
{
    struct row {
        std::string wire;
        unsigned status;
    };
    const auto [wire, status] = GENERATE(values<row>({
        {"nonsense\r\n\r\n", 400},
        {std::string("GET / HTTP/1.1\r\nA: \0\r\n\r\n", 24), 400},
        {"GET / HTTP/1.1\r\nBad Name: x\r\n\r\n", 400},
        {"GET / HTTP/3.7\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
        {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {"POST / HTTP/1.1\r\nContent-Length: 4097\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n", 413},
        {"GET / HTTP/1.1\r\nA: " + std::string(2'000, 'a') + "\r\n\r\n", 431},
        {"GET /" + std::string(2'000, 'a') + " HTTP/1.1\r\n\r\n", 431},
    }));
    CAPTURE(wire);
    CHECK(refusal_of(wire) == status);
}

TEST_CASE("A client that expects a continuation is told from one that does not", "[http]")
{
    request_reader reader(header_max, body_max);
    feed(reader, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", 4'096);
    CHECK(reader.state() == read_state::body);
    CHECK(reader.expects_continue());
    CHECK(reader.put("ab") == 2);
    CHECK_FALSE(reader.expects_continue());
    CHECK(reader.take().body == "ab");
}

TEST_CASE("An answer is read past interim ones", "[http]")
{
    response_reader reader(body_max, false, {});
    const std::string wire = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi";
    CHECK(reader.put(wire) == wire.size());
    REQUIRE(reader.state() == read_state::done);
    CHECK(reader.keep_alive());
    const response got = reader.take();
    CHECK(got.status == 200);
    CHECK(got.content_type == "text/plain");
    CHECK(got.body == "hi");
}

TEST_CASE("An answer without a length ends with the connection", "[http]")
{
    response_reader reader(body_max, false, {});
    reader.put("HTTP/1.0 200 OK\r\n\r\nall of it");
    CHECK(reader.state() == read_state::body);
    reader.put_end();
    REQUIRE(reader.state() == read_state::done);
    CHECK_FALSE(reader.keep_alive());
    CHECK(reader.take().body == "all of it");
}

TEST_CASE("An answer that is cut short is no answer", "[http]")
{
    const auto wire = GENERATE(as<std::string>(), "", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
    response_reader reader(body_max, false, {});
    reader.put(wire);
    reader.put_end();
    CHECK(reader.state() == read_state::failed);
    CHECK_FALSE(reader.limit_broken());
}

TEST_CASE("An answer over the limit is told apart from a broken one", "[http]")
{
    const auto wire = GENERATE(as<std::string>(), "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
                               "HTTP/1.1 200 OK\r\n\r\n" + std::string(5'000, 'x'),
                               "HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'x'));
    response_reader reader(body_max, false, {});
    reader.put(wire);
    CHECK(reader.state() == read_state::failed);
    CHECK(reader.limit_broken());
}

TEST_CASE("A sink gets the body of a good answer only and may end it", "[http]")
{
    std::string got;
    const auto sink = [&got](std::string_view piece) {
        got += piece;
        return got.size() < 4;
    };
    response_reader bad(body_max, false, sink);
    bad.put("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope");
    CHECK(bad.state() == read_state::done);
    CHECK(got.empty());
    response_reader good(body_max, false, sink);
    good.put("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nabcdefgh");
    CHECK(good.state() == read_state::failed);
    CHECK(good.limit_broken());
}

TEST_CASE("An answer to HEAD has no body whatever its length says", "[http]")
{
    response_reader reader(body_max, true, {});
    reader.put("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
    CHECK(reader.state() == read_state::done);
}
