#include "adapters/sandbox/digest.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

TEST_CASE("A text is answered with its id and the time it was sent", "[sandbox]")
{
    zalo_world zalo;
    const json answer = zalo.send(lan, "Xin chào");
    CHECK(answer["error"] == 0);
    CHECK(answer["message"] == "Success");
    CHECK(answer["data"]["user_id"] == lan);
    CHECK(answer["data"]["sent_time"] == "1795505520000");
    CHECK(answer["data"]["message_id"].get<std::string>().size() == 20);
    CHECK(answer["data"]["quota"] == json{{"quota_type", "reply"}}); // counts are gone since 2026-03-01
    CHECK(http::find(zalo.last.response.fields, "X-RateLimit-Limit") == "4000");
    CHECK(zalo.platform.transcript(lan).back().what.text == "Xin chào");
}

TEST_CASE("Before March 2026 the quota object counts", "[sandbox]")
{
    zalo_world earlier;
    earlier.now = instant{1'771'000'000'000ms};
    earlier.platform.reset(earlier.now);
    earlier.refresh("first-refresh-token");
    CHECK(earlier.send(lan, "a")["data"]["quota"] ==
          json{{"quota_type", "reply"}, {"remain", "8"}, {"total", "8"}});
}

TEST_CASE("A text may have 2000 UTF-16 units and no more", "[sandbox]")
{
    zalo_world zalo;
    std::string text;
    for (int i = 0; i < 2'000; ++i)
        text += "ế";
    CHECK(zalo.send(lan, text)["error"] == 0);
    CHECK(zalo.send(lan, text + "x")["error"] == -210);
    std::string emoji;
    for (int i = 0; i < 1'000; ++i)
        emoji += "👋";
    CHECK(zalo.send_to_group(emoji)["error"] == 0);
    CHECK(zalo.send_to_group(emoji + "x")["error"] == -210);
    CHECK(zalo.platform.transcript(lan).size() == 1);
}

TEST_CASE("What a message costs depends on the last interaction", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "chào", zalo.now);
    const instant spoke = zalo.now;
    const auto at = [&](std::chrono::milliseconds later) {
        zalo.now = spoke + later;
        zalo.refresh(zalo.refresh_token);
        return zalo.send(lan, "nhắc");
    };
    CHECK(at(48h)["data"].contains("quota"));
    const json billed = at(48h + 1ms);
    CHECK(billed["error"] == 0);
    CHECK_FALSE(billed["data"].contains("quota"));
    CHECK(zalo.platform.state().billed == 1);
    CHECK(at(168h)["error"] == 0);
    CHECK(at(168h + 1ms)["error"] == -230);
    zalo.platform.say_in_group(group_id, minh, "tôi đây", zalo.now);
    CHECK(zalo.send(minh, "tin trong nhóm cũng là tương tác")["error"] == 0);
    zalo.platform.say(lan, "chào lại", zalo.now);
    CHECK(zalo.send(lan, "được")["data"].contains("quota"));
}

TEST_CASE("Without a Zalo Cloud Account nothing billed is sent", "[sandbox]")
{
    auto setup = hospital();
    setup.cloud_account = false;
    zalo_world zalo(setup);
    zalo.now += 24h;
    zalo.refresh(zalo.refresh_token);
    zalo.now += 24h + 1s;
    CHECK(zalo.send(lan, "nhắc")["error"] == -320);
}

TEST_CASE("People who cannot be written to are refused by the code that says why", "[sandbox]")
{
    auto setup = hospital();
    setup.people.push_back({"1001", "Người lạ", "", "", "", false});
    zalo_world zalo(setup);
    CHECK(zalo.send("42", "không có ai")["error"] == -201);
    CHECK(zalo.send("1001", "chưa quan tâm")["error"] == -213);
    zalo.platform.act(lan, sandbox::deed::block, zalo.now);
    CHECK(zalo.send(lan, "đã chặn")["error"] == -217);
    zalo.platform.act(minh, sandbox::deed::leave_window, zalo.now);
    CHECK(zalo.send(minh, "ngoài khung giờ")["error"] == -230);
}

TEST_CASE("A follower who never interacted gets three welcome messages", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().chats.find_person(lan)->last_interaction.reset();
    for (int i = 0; i < 3; ++i)
        CHECK(zalo.send(lan, "chào")["data"]["quota"]["quota_type"] == "welcome_msg");
    CHECK(zalo.send(lan, "nữa")["error"] == -232);
}

TEST_CASE("The account may make so many calls a minute", "[sandbox]")
{
    auto setup = hospital();
    setup.calls_per_minute_max = 3;
    zalo_world zalo(setup);
    for (const char* left : {"2", "1", "0"}) {
        CHECK(zalo.send(lan, "tin")["error"] == 0);
        CHECK(http::find(zalo.last.response.fields, "X-RateLimit-Remain") == left);
    }
    CHECK(zalo.send(lan, "tin")["error"] == -32);
    CHECK(zalo.last.response.status == 200);
    CHECK(zalo.platform.transcript(lan).size() == 3);
    zalo.now += 1min;
    CHECK(zalo.send(lan, "tin")["error"] == 0);
}

TEST_CASE("With proofs on a call without the right one is refused", "[sandbox]")
{
    auto setup = hospital();
    setup.app_secret_proof = true;
    zalo_world zalo(setup);
    CHECK(zalo.send(lan, "tin")["error"] == -242);
    const json body{{"recipient", {{"user_id", lan}}}, {"message", {{"text", "tin"}}}};
    const std::string proof = sandbox::hmac_sha256_hex("APPSECRETexample0001", zalo.access_token);
    CHECK(zalo.call({.method = "POST",
                     .target = "/v3.0/oa/message/cs",
                     .fields = {{"appsecret_proof", proof}},
                     .body = body.dump()})["error"] == 0);
}

TEST_CASE("The old message API is shut and only reactions work there", "[sandbox]")
{
    zalo_world zalo;
    const std::string id = *zalo.platform.say(lan, "cảm ơn", zalo.now);
    CHECK(zalo.post("/v2.0/oa/message",
                    {{"recipient", {{"user_id", lan}}}, {"message", {{"text", "x"}}}})["error"] == -240);
    const json action{{"react_icon", "/-strong"}, {"react_message_id", id}};
    CHECK(zalo.post("/v2.0/oa/message",
                    {{"recipient", {{"user_id", lan}}}, {"sender_action", action}})["error"] == 0);
    CHECK(zalo.platform.transcript(lan).back().what.reaction == "/-strong");
}

TEST_CASE("Lists work by element as they do in the field and top-level buttons do not", "[sandbox]")
{
    zalo_world zalo;
    const json press{{"title", "Tiếp nhận"}, {"type", "oa.query.hide"}, {"payload", "#tiep-nhan"}};
    const auto send = [&](const json& payload) {
        return zalo.post(
            "/v3.0/oa/message/cs",
            {{"recipient", {{"user_id", lan}}},
             {"message", {{"text", "Chọn"}, {"attachment", {{"type", "template"}, {"payload", payload}}}}}});
    };
    const json element{{"title", "SC-12"}, {"subtitle", "Cần tiếp nhận"}, {"buttons", {press}}};
    CHECK(send({{"template_type", "list"}, {"elements", {element}}})["error"] == 0);
    CHECK(zalo.platform.transcript(lan).back().what.buttons.at(0).payload == "#tiep-nhan");
    CHECK(send({{"template_type", "list"}, {"elements", {element}}, {"buttons", {press}}})["error"] == -233);
    json bare = element;
    bare["subtitle"] = "";
    CHECK(send({{"template_type", "list"}, {"elements", {bare}}}) ==
          json{{"error", -201}, {"message", "subtitle is empty"}});
    CHECK(send({{"template_type", "promotion"}})["error"] == -233);
}

TEST_CASE("Groups take texts and files and refuse templates", "[sandbox]")
{
    zalo_world zalo;
    const json answer = zalo.send_to_group("Sự cố mức 3");
    CHECK(answer["error"] == 0);
    CHECK(answer["data"]["group_id"] == group_id);
    CHECK(zalo.post("/v3.0/oa/group/message",
                    {{"recipient", {{"group_id", group_id}}},
                     {"message",
                      {{"attachment",
                        {{"type", "template"}, {"payload", {{"template_type", "list"}}}}}}}})["error"] ==
          -233);
    sandbox::group* where = zalo.platform.state().chats.find_group(group_id);
    where->enabled = false;
    CHECK(zalo.send_to_group("x")["error"] == -237);
    where->oa_inside = false;
    CHECK(zalo.send_to_group("x")["error"] == -403);
    CHECK(zalo.platform.transcript(group_id).size() == 1);
}

TEST_CASE("A number is asked for with one element of title and subtitle", "[sandbox]")
{
    zalo_world zalo;
    const auto ask = [&](const json& elements) {
        const json payload{{"template_type", "request_user_info"}, {"elements", elements}};
        return zalo.post(
            "/v3.0/oa/message/cs",
            {{"recipient", {{"user_id", lan}}},
             {"message", {{"attachment", {{"type", "template"}, {"payload", payload}}}}}})["error"];
    };
    const json element{
        {"title", "Liên kết"}, {"subtitle", "Chia sẻ số điện thoại"}, {"image_url", "https://x/y.png"}};
    CHECK(ask(json::array({element})) == 0);
    CHECK(zalo.platform.transcript(lan).back().what.kind == sandbox::message_kind::ask_phone);
    CHECK(ask(json::array({element, element})) == -201);
    CHECK(ask(json::array({{{"title", std::string(101, 'x')}, {"subtitle", "y"}}})) == -210);
}

TEST_CASE("A profile shows a number only after it was shared", "[sandbox]")
{
    zalo_world zalo;
    const std::string target = "/v3.0/oa/user/detail?data=%7B%22user_id%22%3A%22" + lan + "%22%7D";
    json data = zalo.get(target)["data"];
    CHECK(data["display_name"] == "Nguyễn Thị Lan");
    CHECK(data["user_last_interaction_date"] == "24/11/2026");
    CHECK(data["shared_info"].empty());
    zalo.platform.act(lan, sandbox::deed::share_phone, zalo.now);
    CHECK(zalo.get(target)["data"]["shared_info"]["phone"] == 84912345601); // a number: so does Zalo
}

TEST_CASE("What was missed can be read back from the conversation", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "máy chủ hỏng", zalo.now);
    zalo.send(lan, "Đã ghi nhận");
    const json all = zalo.get("/v2.0/oa/conversation?data=%7B%22user_id%22%3A%22" + lan +
                              "%22%2C%22offset%22%3A0%2C%22count%22%3A10%7D")["data"];
    REQUIRE(all.size() == 2);
    CHECK(all[0]["src"] == 0);
    CHECK(all[1]["src"] == 1);
    CHECK(all[1]["message"] == "máy chủ hỏng");
    CHECK(all[1]["from_id"] == lan);
    zalo.platform.say_in_group(group_id, minh, "trong nhóm", zalo.now);
    CHECK(zalo.get("/v3.0/oa/group/conversation?group_id=" + group_id + "&offset=0&count=5")["data"].size() ==
          1);
    CHECK(zalo.get("/v2.0/oa/listrecentchat?data=%7B%22offset%22%3A0%2C%22count%22%3A10%7D")["data"].size() ==
          1);
    CHECK(zalo.get("/v3.0/oa/group/listmember?group_id=" + group_id)["data"]["members"][0]["user_id"] ==
          minh);
    CHECK(zalo.get("/v3.0/oa/group/getgroupsofoa?offset=0&count=50")["data"]["total"] == 1);
}
