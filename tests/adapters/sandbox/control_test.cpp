#include "adapters/sandbox/control.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

namespace {

/// A clock that stands until it is turned.
struct hand_clock final : sandbox::clock_control {
    instant at{std::chrono::milliseconds{1'795'505'520'000}};
    double times = 1;

    instant now() const override { return at; }
    double speed() const override { return times; }
    void set_speed(double to) override { times = to; }
    void jump(bot::rules::duration ahead) override { at += ahead; }
};

struct desk {
    zalo_world zalo;
    hand_clock clock;
    unsigned status = 0;

    json order(const std::string& path, const json& body)
    {
        const auto answer = sandbox::control(zalo.platform, clock,
                                             {.method = "POST",
                                              .target = path,
                                              .fields = {{"Content-Type", "application/json"}},
                                              .body = body.dump()});
        status = answer.status;
        return json::parse(answer.body);
    }
    json state(std::uint64_t since = 0)
    {
        return json::parse(sandbox::page_state(zalo.platform, clock, since));
    }
};

} // namespace

TEST_CASE("The page sees what is new since the version it has", "[sandbox]")
{
    desk at;
    at.order("/sandbox/say", {{"user", lan}, {"text", "một"}});
    const json all = at.state();
    REQUIRE(all["messages"].size() == 1);
    CHECK(all["people"][0]["name"] == "Nguyễn Thị Lan");
    CHECK(all["groups"][0]["members"] == json::array({minh}));
    const std::uint64_t seen = all["version"];
    CHECK(at.state(seen)["messages"].empty());
    at.order("/sandbox/group/say", {{"group", group_id}, {"user", minh}, {"text", "hai"}});
    const json news = at.state(seen);
    REQUIRE(news["messages"].size() == 1);
    CHECK(news["messages"][0]["chat"] == group_id);
    CHECK(news["messages"][0]["index"] == 0);
    CHECK(news["version"] > seen);
}

TEST_CASE("The clock is turned from the page within reason", "[sandbox]")
{
    desk at;
    const instant before = at.clock.at;
    CHECK(at.order("/sandbox/clock", {{"speed", 60}, {"jump_seconds", 900}})["speed"] == 60.0);
    CHECK(at.clock.at == before + 15min);
    at.order("/sandbox/clock", {{"jump_seconds", -5}});
    CHECK(at.status == 400);
    at.order("/sandbox/clock", {{"speed", 1e9}});
    CHECK(at.status == 400);
    CHECK(at.clock.at == before + 15min);
}

TEST_CASE("Failures are ordered shown and taken back", "[sandbox]")
{
    desk at;
    const json made =
        at.order("/sandbox/faults", {{"kind", "http_status"}, {"scope", "any"}, {"status", 503}});
    CHECK(at.state()["faults"].size() == 1);
    at.zalo.send(lan, "tin");
    CHECK(at.zalo.last.response.status == 503);
    at.order("/sandbox/faults/clear", {{"id", made["id"]}});
    CHECK(at.state()["faults"].empty());
    CHECK(at.zalo.send(lan, "tin")["error"] == 0);

    at.order("/sandbox/switches", {{"lose_receipts", true}, {"duplicate_next", 2}});
    CHECK(at.state()["switches"]["lose_receipts"] == true);
    CHECK(at.state()["switches"]["duplicate_next"] == 2);
    at.order("/sandbox/token", {{"deed", "expire"}});
    CHECK(at.state()["token"]["good"] == false);
    at.order("/sandbox/faults", {{"kind", "earthquake"}});
    CHECK(at.status == 400);
    at.order("/sandbox/faults", {{"kind", "http_status"}, {"status", 200}});
    CHECK(at.status == 400);
}

TEST_CASE("A fault of so many seconds ends by the sandbox's clock", "[sandbox]")
{
    desk at;
    at.order("/sandbox/faults", {{"kind", "refuse"}, {"code", -200}, {"seconds", 60}});
    CHECK(at.state()["faults"].size() == 1);
    at.clock.jump(1min);
    CHECK(at.state()["faults"].empty());
}

TEST_CASE("People and groups can be added and attachments sent with their bytes", "[sandbox]")
{
    desk at;
    at.order("/sandbox/users",
             {{"user_id", "77"}, {"name", "Phạm Thu Hà"}, {"role", "leader"}, {"phone", "84900000001"}});
    at.order("/sandbox/groups", {{"group_id", "abc1"}, {"name", "Nhóm mới"}, {"members", {"77"}}});
    CHECK(at.order("/sandbox/group/say", {{"group", "abc1"}, {"user", "77"}, {"text", "chào"}})
              .contains("message_id"));
    at.order("/sandbox/attach",
             {{"user", "77"}, {"kind", "file"}, {"name", "a.csv"}, {"content_base64", "YSxiCg=="}});
    CHECK(at.status == 200);
    const auto sent = at.zalo.platform.transcript("77").back().what;
    CHECK(at.zalo.platform.serve({.method = "GET", .target = sent.url}, at.clock.now()).response.body ==
          "a,b\n");
    at.order("/sandbox/reset", json::object());
    CHECK(at.state()["people"].size() == 2);
}

TEST_CASE("Orders that make no sense are refused with a reason", "[sandbox]")
{
    desk at;
    CHECK(at.order("/sandbox/say", {{"user", "nobody"}, {"text", "x"}})["error"] ==
          "sandbox: no such person");
    CHECK(at.status == 404);
    at.order("/sandbox/say", {{"user", lan}, {"text", ""}});
    CHECK(at.status == 400);
    at.order("/sandbox/act", {{"user", lan}, {"deed", "fly"}});
    CHECK(at.status == 400);
    at.order("/sandbox/attach", {{"user", lan}, {"kind", "text"}});
    CHECK(at.status == 400);
    at.order("/sandbox/attach", {{"user", lan}, {"kind", "file"}, {"content_base64", "%%%"}});
    CHECK(at.status == 400);
    at.order("/sandbox/faults", {{"kind", "slow"}, {"times", 1e300}, {"seconds", -1e300}, {"code", "x"}});
    CHECK(at.status == 200);
    at.order("/sandbox/unknown", json::object());
    CHECK(at.status == 404);
    const auto answer = [&](const std::string& type, const std::string& body) {
        return sandbox::control(
            at.zalo.platform, at.clock,
            {.method = "POST", .target = "/sandbox/reset", .fields = {{"Content-Type", type}}, .body = body});
    };
    CHECK(answer("application/json", "[1").status == 400);
    CHECK(answer("application/json", "[]").status == 400);
    CHECK(answer("text/plain", "{}").status == 415); // what a form on a foreign web page can send
}

TEST_CASE("Whatever is written reaches the page as JSON text", "[sandbox]")
{
    desk at;
    const std::string odd = "<script>alert(1)</script> \xff\xfe \\ \" \n";
    at.zalo.platform.say(lan, odd, at.clock.now());
    CHECK(at.state()["messages"][0]["text"].get<std::string>().starts_with("<script>"));
}
