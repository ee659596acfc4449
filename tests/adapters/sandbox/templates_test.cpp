#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

namespace {

sandbox::options with_templates()
{
    auto setup = hospital();
    setup.templates = {{"knock", "<name>: có việc cần xử lý, mở Zalo OA.", true},
                       {"phone-only", "Mã <code>", false}};
    return setup;
}

} // namespace

TEST_CASE("E3: a template reaches by phone somebody outside the window", "[sandbox]")
{
    zalo_world zalo(with_templates());
    zalo.platform.act(minh, sandbox::deed::leave_window, zalo.now);
    CHECK(zalo.send(minh, "nhắc")["error"] == -230);
    const json answer = zalo.post("/message/template", {{"phone", "84912345602"},
                                                        {"template_id", "knock"},
                                                        {"template_data", {{"name", "Anh Minh"}}},
                                                        {"tracking_id", "outbox-7"}});
    CHECK(answer["error"] == 0);
    CHECK(answer["data"].contains("msg_id"));
    CHECK(answer["data"]["quota"]["dailyQuota"] == "500");
    CHECK(zalo.platform.transcript(minh).back().what.text == "Anh Minh: có việc cần xử lý, mở Zalo OA.");

    zalo.now += 1s;
    const auto all = zalo.taken();
    REQUIRE(all.size() == 1);
    CHECK(all[0].template_service);
    const json told = json::parse(all[0].body);
    CHECK(told["event_name"] == "user_received_message");
    CHECK(told["recipient"]["id"] == "84912345602");
    CHECK(told["message"]["tracking_id"] == "outbox-7");
    CHECK(zalo.get("/message/status?message_id=" +
                   answer["data"]["msg_id"].get<std::string>())["data"]["status"] == 1);
}

TEST_CASE("Templates by phone are refused with the codes of their own service", "[sandbox]")
{
    zalo_world zalo(with_templates());
    const auto send = [&](const std::string& phone, const std::string& id, const json& data) {
        return zalo.post("/message/template",
                         {{"phone", phone}, {"template_id", id}, {"template_data", data}})["error"];
    };
    CHECK(send("0912345602", "knock", {{"name", "a"}}) == -108);
    CHECK(send("84900000000", "knock", {{"name", "a"}}) == -118);
    CHECK(send("+84912345602", "knock", {{"name", "a"}}) == 0);
    CHECK(send("84912345602", "unknown", {{"name", "a"}}) == -109);
    CHECK(send("84912345602", "knock", json::object()) == -111);
    zalo.platform.act(minh, sandbox::deed::block, zalo.now);
    CHECK(send("84912345602", "knock", {{"name", "a"}}) == -141);
    zalo.access_token = "wrong";
    CHECK(send("84912345602", "knock", {{"name", "a"}}) == -124);
}

TEST_CASE("Templates by user id need to be made for it", "[sandbox]")
{
    zalo_world zalo(with_templates());
    const auto send = [&](const std::string& id, const json& data) {
        return zalo.post("/v3.0/oa/message/template",
                         {{"user_id", lan}, {"template_id", id}, {"template_data", data}});
    };
    CHECK(send("knock", {{"name", "Chị Lan"}})["data"].contains("message_id"));
    CHECK(send("phone-only", {{"code", "1"}})["error"] == -249);
    CHECK(send("unknown", json::object())["error"] == -201);
}
