#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;
using sandbox::call_scope;
using sandbox::fault;
using sandbox::fault_kind;

TEST_CASE("The next sends fail with the code that was asked for", "[sandbox]")
{
    zalo_world zalo;
    fault quota{.kind = fault_kind::refuse, .code = -218, .times = 2};
    zalo.platform.state().faults.add(quota);
    CHECK(zalo.send(lan, "tin") == json{{"error", -218}, {"message", "Out of quota receive"}});
    CHECK(zalo.send_to_group("tin")["error"] == -218);
    CHECK(zalo.send(lan, "tin")["error"] == 0);
    CHECK(zalo.platform.transcript(lan).size() == 1);
}

TEST_CASE("An outage lasts until its time and leaves other scopes alone", "[sandbox]")
{
    zalo_world zalo;
    fault outage{.kind = fault_kind::http_status, .status = 503, .retry_after_seconds = 34};
    outage.until = zalo.now + 1h;
    zalo.platform.state().faults.add(outage);
    zalo.send(lan, "tin");
    CHECK(zalo.last.response.status == 503);
    CHECK(http::find(zalo.last.response.fields, "Retry-After") == "34");
    CHECK(zalo.get("/v2.0/oa/getoa")["error"] == 0);
    zalo.now += 1h;
    CHECK(zalo.send(lan, "tin")["error"] == 0);
    CHECK(zalo.platform.state().faults.armed(zalo.now).empty());
}

TEST_CASE("A fault may strike one chat only", "[sandbox]")
{
    zalo_world zalo;
    fault slow{.kind = fault_kind::http_status, .chat = minh, .status = 429};
    zalo.platform.state().faults.add(slow);
    CHECK(zalo.send(lan, "tin")["error"] == 0);
    zalo.send(minh, "tin");
    CHECK(zalo.last.response.status == 429);
}

TEST_CASE("A timeout does nothing and a dropped answer does all of it", "[sandbox]")
{
    zalo_world zalo;
    fault lost{.kind = fault_kind::timeout, .times = 1};
    zalo.platform.state().faults.add(lost);
    fault dropped{.kind = fault_kind::drop_answer, .times = 1};
    zalo.platform.state().faults.add(dropped);
    zalo.send(lan, "không tới");
    CHECK(zalo.last.hang);
    CHECK(zalo.platform.transcript(lan).empty());
    zalo.send(lan, "tới mà không ai biết");
    CHECK(zalo.last.hang);
    REQUIRE(zalo.platform.transcript(lan).size() == 1);
    CHECK(zalo.event_names() == std::vector<std::string>{"oa_send_text"}); // the echo settles it
}

TEST_CASE("D9: a refresh whose answer is lost has rotated the token all the same", "[sandbox]")
{
    zalo_world zalo;
    const std::string token = zalo.refresh_token;
    fault dropped{.kind = fault_kind::drop_answer, .scope = call_scope::oauth, .times = 1};
    zalo.platform.state().faults.add(dropped);
    zalo.oauth("grant_type=refresh_token&refresh_token=" + token);
    CHECK(zalo.last.hang);
    CHECK(zalo.refresh(token)["error"] == -14020);
}

TEST_CASE("A slow answer is a whole one later", "[sandbox]")
{
    zalo_world zalo;
    fault slow{.kind = fault_kind::slow, .delay = 700ms, .times = 1};
    zalo.platform.state().faults.add(slow);
    CHECK(zalo.send(lan, "tin")["error"] == 0);
    CHECK(zalo.last.delay == 700ms);
    CHECK_FALSE(zalo.last.hang);
}

TEST_CASE("Lost receipts leave the message on the phone", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().faults.lose_receipts = true;
    zalo.send(lan, "tin");
    zalo.taken();
    zalo.now += 1s;
    CHECK(zalo.taken().empty());
    CHECK(zalo.platform.transcript(lan).back().what.progress == sandbox::receipt::delivered);
    CHECK(zalo.platform.transcript(lan).back().what.receipt_lost);
}

TEST_CASE("An event may come twice with the same body", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().faults.duplicate_next = 1;
    zalo.platform.say(lan, "một", zalo.now);
    zalo.platform.say(lan, "hai", zalo.now);
    const auto all = zalo.taken();
    REQUIRE(all.size() == 3);
    CHECK(all[0].body == all[1].body);
    CHECK(all[0].signature == all[1].signature);
    CHECK(all[0].id != all[1].id);
}

TEST_CASE("An event may be overtaken by the next one", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().faults.delay_next = 1;
    zalo.platform.say(lan, "một", zalo.now);
    zalo.platform.say(lan, "hai", zalo.now);
    auto all = zalo.taken();
    REQUIRE(all.size() == 1);
    CHECK(json::parse(all[0].body)["message"]["text"] == "hai");
    zalo.now += 2s;
    all = zalo.taken();
    REQUIRE(all.size() == 1);
    CHECK(json::parse(all[0].body)["message"]["text"] == "một");
}

TEST_CASE("Silence loses events for good", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().faults.silence = true;
    zalo.platform.say(lan, "tin", zalo.now);
    zalo.platform.state().faults.silence = false;
    CHECK(zalo.taken().empty());
    CHECK(zalo.platform.transcript(lan).size() == 1);
}

TEST_CASE("A token can be expired at once", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().tokens.expire_access(zalo.now);
    CHECK(zalo.send(lan, "tin")["error"] == -220);
    zalo.refresh(zalo.refresh_token);
    CHECK(zalo.send(lan, "tin")["error"] == 0);
}
