#include "adapters/http/message.hpp"
#include "adapters/http/multipart.hpp"
#include "adapters/http/url.hpp"

#include <catch2/catch.hpp>

using namespace adapters::http;

TEST_CASE("An address is taken apart", "[http]")
{
    const auto parts = parse_url("https://F6.photo.talk.zdn.vn/a/b.jpg?x=1&y=2#frag");
    REQUIRE(parts);
    CHECK(parts->scheme == "https");
    CHECK(parts->host == "f6.photo.talk.zdn.vn");
    CHECK(parts->port == "443");
    CHECK(parts->target == "/a/b.jpg?x=1&y=2");
    CHECK(parts->origin() == "https://f6.photo.talk.zdn.vn:443");
}

TEST_CASE("Addresses with a port or an IPv6 host or no path are understood", "[http]")
{
    CHECK(parse_url("http://127.0.0.1:8080")->target == "/");
    CHECK(parse_url("http://127.0.0.1:8080")->port == "8080");
    CHECK(parse_url("http://[::1]:81/x")->host == "::1");
    CHECK(parse_url("http://[::1]:81/x")->origin() == "http://[::1]:81");
    CHECK(parse_url("https://a.vn?q")->target == "/?q");
}

TEST_CASE("An address that could mean something else to somebody else is refused", "[http]")
{
    const auto text = GENERATE(as<std::string>(), "", "ftp://a/", "file:///etc/passwd", "//a/", "http:///x", "https://user@a/",
                               "https://a@b@c/", "https://a:b/", "https://a:70000/", "https://a b/", "https://a\n/",
                               "https://[::1/", "https://[nonsense]/", "https://[::1]x/", "https://a%00b/", "https://a\\b/c:d@e");
    CAPTURE(text);
    CHECK_FALSE(parse_url(text));
}

TEST_CASE("Percent escapes go both ways", "[http]")
{
    CHECK(percent_encode("sự cố /?&=+~") == "s%E1%BB%B1%20c%E1%BB%91%20%2F%3F%26%3D%2B~");
    CHECK(percent_decode(percent_encode("sự cố /?&=+~")) == "sự cố /?&=+~");
    CHECK(percent_decode("a+b%2") == "a+b%2");
    CHECK(percent_decode("a+b%zz", true) == "a b%zz");
    CHECK(form_encode({{"app_id", "1"}, {"code", "a/b c"}}) == "app_id=1&code=a%2Fb%20c");
}

TEST_CASE("A query parameter is found by its decoded name", "[http]")
{
    request visit;
    visit.target = "/oauth/zalo/callback?x&code=a%2Fb&state=%C3%A1+b&code=second#y";
    CHECK(visit.path() == "/oauth/zalo/callback");
    CHECK(visit.query("code") == "a/b");
    CHECK(visit.query("state") == "á b");
    CHECK(visit.query("x").empty());
    CHECK(visit.query("missing").empty());
}

TEST_CASE("A form's boundary never occurs in its content", "[http]")
{
    const multipart first = make_multipart({{"file", "báo \"cáo\".pdf", "application/pdf", "abc"}});
    const std::string boundary = first.content_type.substr(first.content_type.find('=') + 1);
    const std::string hostile = "--" + boundary + "--\r\n";
    const multipart second = make_multipart({{"file", "x", "", hostile}});
    CHECK(first.body.find("name=\"file\"; filename=\"báo %22cáo%22.pdf\"\r\nContent-Type: application/pdf\r\n\r\nabc\r\n--") !=
          std::string::npos);
    CHECK(second.body.find(hostile) != std::string::npos);
    const std::string other = second.content_type.substr(second.content_type.find('=') + 1);
    CHECK(hostile.find(other) == std::string::npos);
    CHECK(second.body.ends_with("--" + other + "--\r\n"));
}
