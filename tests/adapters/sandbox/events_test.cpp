#include "adapters/sandbox/digest.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

namespace {

/// Keys in the order they stand in the text.
std::vector<std::string> keys(const std::string& body)
{
    std::vector<std::string> names;
    const auto parsed = nlohmann::ordered_json::parse(body);
    for (const auto& [name, value] : parsed.items())
        names.push_back(name);
    return names;
}

json only(zalo_world& zalo)
{
    const auto all = zalo.taken();
    REQUIRE(all.size() == 1);
    return json::parse(all.front().body);
}

} // namespace

TEST_CASE("A text arrives with the keys of the sample in the sample's order", "[sandbox]")
{
    zalo_world zalo;
    const std::string id = *zalo.platform.say(lan, "báo nhanh: \"hỏng\" <b>", zalo.now);
    const auto all = zalo.taken();
    REQUIRE(all.size() == 1);
    const std::string& body = all.front().body;
    CHECK(keys(body) == std::vector<std::string>{"app_id", "sender", "user_id_by_app", "recipient",
                                                 "event_name", "message", "timestamp"});
    const json event = json::parse(body);
    CHECK(event["timestamp"] == "1795505520000"); // thirteen digits, a string
    CHECK(event["message"] == json{{"text", "báo nhanh: \"hỏng\" <b>"}, {"msg_id", id}});
    CHECK(event["recipient"]["id"] == "388613280878808645");
    CHECK(all.front().signature ==
          sandbox::event_signature("360846524940903967", body, "1795505520000", "OAsecretKEYexample00001"));
}

TEST_CASE("A reply names the message it replies to", "[sandbox]")
{
    zalo_world zalo;
    const json answer = zalo.send(lan, "hỏi");
    zalo.taken();
    zalo.platform.say(lan, "đúng rồi", zalo.now, answer["data"]["message_id"]);
    CHECK(only(zalo)["message"]["quote_msg_id"] == answer["data"]["message_id"]);
}

TEST_CASE("Attachments arrive in the shapes of the contract and can be fetched", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.state().writer.set_base("http://127.0.0.1:9");
    const auto attach = [&](sandbox::attachment what) {
        zalo.platform.attach(lan, what, zalo.now);
        json event = only(zalo);
        event["kind"] = event["message"]["attachments"][0]["type"];
        event["payload"] = event["message"]["attachments"][0]["payload"];
        return event;
    };
    const json image = attach({.kind = sandbox::message_kind::image, .caption = "đây"});
    CHECK(image["event_name"] == "user_send_image");
    CHECK(image["message"]["text"] == "đây");
    const std::string url = image["payload"]["url"];
    REQUIRE(url.starts_with("http://127.0.0.1:9/attachments/"));
    const auto fetched = zalo.platform.serve({.method = "GET", .target = url.substr(18)}, zalo.now).response;
    CHECK(fetched.content_type == "image/png");
    CHECK(fetched.body.starts_with("\x89PNG"));

    const json file =
        attach({.kind = sandbox::message_kind::file, .name = "bao-cao.pdf", .bytes = "%PDF-1.4"});
    CHECK(file["event_name"] == "user_send_file");
    CHECK(file["payload"]["size"] == "8"); // a string
    CHECK(file["payload"]["type"] == "pdf");
    CHECK(file["payload"]["checksum"] == sandbox::md5_hex("%PDF-1.4"));

    const json place =
        attach({.kind = sandbox::message_kind::location, .latitude = "10.7641", .longitude = "106.6561"});
    CHECK(place["payload"]["coordinates"] == json{{"latitude", "10.7641"}, {"longitude", "106.6561"}});

    const json audio = attach({.kind = sandbox::message_kind::audio});
    CHECK(audio["event_name"] == "user_send_audio");
    CHECK_FALSE(audio["message"].contains("text"));
    CHECK(audio["payload"].size() == 1);

    const json card = attach({.kind = sandbox::message_kind::business_card});
    CHECK(card["event_name"] == "user_send_business_card");
    CHECK(card["kind"] == "link");
    CHECK(json::parse(card["payload"]["description"].get<std::string>())["phone"] == "84912345601");
}

TEST_CASE("What the bot sends comes back as an echo without a person behind it", "[sandbox]")
{
    zalo_world zalo;
    const json answer = zalo.send(lan, "Đã ghi nhận");
    const json echo = only(zalo);
    CHECK(echo["event_name"] == "oa_send_text");
    CHECK(echo["sender"] == json{{"id", "388613280878808645"}});
    CHECK(echo["recipient"]["id"] == lan);
    CHECK(echo["message"]["msg_id"] == answer["data"]["message_id"]);
    zalo.send_to_group("cảnh báo");
    const json group = only(zalo);
    CHECK(group["event_name"] == "oa_send_group_text");
    CHECK(group["oa_id"] == "388613280878808645");
    CHECK(group["recipient"]["id"] == group_id);
}

TEST_CASE("A message is delivered and then seen", "[sandbox]")
{
    zalo_world zalo;
    const std::string id = zalo.send(lan, "tin")["data"]["message_id"];
    zalo.taken(); // the echo
    zalo.now += 300ms;
    const json received = only(zalo);
    CHECK(received["event_name"] == "user_received_message");
    CHECK(received["sender"]["id"] == "388613280878808645");
    CHECK(received["recipient"]["id"] == lan);
    CHECK(received["message"] == json{{"msg_id", id}});
    zalo.now += 2s;
    const json seen = only(zalo);
    CHECK(seen["event_name"] == "user_seen_message");
    CHECK(seen["message"] == json{{"msg_ids", {id}}});
    CHECK(zalo.platform.transcript(lan).back().what.progress == sandbox::receipt::seen);
}

TEST_CASE("A phone that is off gets its messages when it is on again", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.act(lan, sandbox::deed::phone_off, zalo.now);
    zalo.send(lan, "tin");
    zalo.taken();
    zalo.now += 1h;
    CHECK(zalo.taken().empty());
    CHECK_FALSE(zalo.platform.say(lan, "không được", zalo.now));
    zalo.platform.act(lan, sandbox::deed::phone_on, zalo.now);
    zalo.now += 1s;
    CHECK(zalo.event_names() == std::vector<std::string>{"user_received_message"});
}

TEST_CASE("Messages in groups come from the group with the person as sender", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say_in_group(group_id, minh, "[@388613280878808645] đã nhận", zalo.now);
    const auto all = zalo.taken();
    REQUIRE(all.size() == 1);
    CHECK(keys(all[0].body) == std::vector<std::string>{"app_id", "oa_id", "event_name", "sender",
                                                        "recipient", "message", "timestamp"});
    const json event = json::parse(all[0].body);
    CHECK(event["event_name"] == "user_send_group_text");
    CHECK(event["sender"]["id"] == minh);
    CHECK(event["recipient"]["id"] == group_id);
    CHECK_FALSE(zalo.platform.say_in_group(group_id, lan, "không ở trong nhóm", zalo.now));
}

TEST_CASE("People's deeds come as the events of the contract", "[sandbox]")
{
    zalo_world zalo;
    const auto after = [&](sandbox::deed what) {
        REQUIRE(zalo.platform.act(lan, what, zalo.now));
        return only(zalo);
    };
    const json followed = after(sandbox::deed::follow);
    CHECK(followed["event_name"] == "follow");
    CHECK(followed["follower"]["id"] == lan);
    CHECK(followed["source"] == "oa_profile");
    CHECK_FALSE(followed.contains("sender"));
    CHECK(after(sandbox::deed::unfollow)["event_name"] == "unfollow");
    const json shared = after(sandbox::deed::share_phone);
    CHECK(shared["event_name"] == "user_submit_info");
    CHECK(shared["info"]["phone"] == "84912345601");
    CHECK(shared["sender"]["id"] == lan);
    const json withdrawn = after(sandbox::deed::withdraw);
    CHECK(withdrawn["event_name"] == "user_withdraw");
    CHECK(withdrawn["user_id"] == lan);
    CHECK(after(sandbox::deed::chat_now)["event_name"] == "user_click_chatnow");
}

TEST_CASE("Members who come and go are told by name of the group", "[sandbox]")
{
    zalo_world zalo;
    REQUIRE(zalo.platform.act_in_group(group_id, lan, sandbox::group_deed::join, zalo.now));
    const json joined = only(zalo);
    CHECK(joined["event_name"] == "user_join_group");
    CHECK(joined["group_id"] == group_id);
    CHECK(joined["users"] == json::array({{{"id", lan}}}));
    CHECK(zalo.platform.say_in_group(group_id, lan, "tôi vào rồi", zalo.now));
    zalo.taken();
    REQUIRE(zalo.platform.act_in_group(group_id, lan, sandbox::group_deed::leave, zalo.now));
    CHECK(only(zalo)["event_name"] == "user_out_group");
    REQUIRE(zalo.platform.act_in_group(group_id, "", sandbox::group_deed::disband, zalo.now));
    const json gone = only(zalo);
    CHECK(gone["event_name"] == "delete_group");
    CHECK_FALSE(gone.contains("users"));
}

TEST_CASE("No message id comes twice after a reset", "[sandbox]")
{
    zalo_world zalo;
    const std::string first = *zalo.platform.say(lan, "một", zalo.now);
    const auto before = zalo.platform.version();
    zalo.platform.reset(zalo.now);
    CHECK(zalo.platform.version() > before);
    CHECK(zalo.platform.transcript(lan).empty());
    CHECK(*zalo.platform.say(lan, "một", zalo.now) != first);
}
