#include "adapters/zalo/webhook_event.hpp"

#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace adapters::zalo;
using bot::flow::channel_kind;
using bot::flow::inbound;
using bot::flow::inbound_kind;
using fixtures::parse;

namespace {

constexpr auto zalo_chat = channel_kind::zalo;
constexpr auto group_chat = channel_kind::zalo_group;

struct expected {
    const char* name;
    inbound_kind kind;
    channel_kind channel;
    std::string address;
};

/// What each of the 39 samples means to the bot, in their order.
std::vector<expected> samples()
{
    const std::string& u = fixtures::user_id;
    const std::string& g = fixtures::group_id;
    using k = inbound_kind;
    return {
        {"user_send_text", k::message, zalo_chat, u},
        {"user_send_text", k::message, zalo_chat, u},
        {"user_send_text", k::message, zalo_chat, u},
        {"user_send_image", k::message, zalo_chat, u},
        {"user_send_gif", k::message, zalo_chat, u},
        {"user_send_link", k::message, zalo_chat, u},
        {"user_send_audio", k::message, zalo_chat, u},
        {"user_send_video", k::message, zalo_chat, u},
        {"user_send_sticker", k::message, zalo_chat, u},
        {"user_send_location", k::message, zalo_chat, u},
        {"user_send_file", k::message, zalo_chat, u},
        {"user_send_business_card", k::message, zalo_chat, u},
        {"user_received_message", k::delivered, zalo_chat, u},
        {"user_received_message (ZNS)", k::delivered, channel_kind::zalo_template, "84987654321"},
        {"user_seen_message", k::seen, zalo_chat, u},
        {"user_reacted_message", k::ignored, zalo_chat, u},
        {"user_click_chatnow", k::followed, zalo_chat, u},
        {"follow", k::followed, zalo_chat, u},
        {"unfollow", k::unfollowed, zalo_chat, u},
        {"user_submit_info", k::shared_phone, zalo_chat, u},
        {"user_submit_info (old shape)", k::shared_phone, zalo_chat, u},
        {"oa_send_text", k::ignored, zalo_chat, u},
        {"anonymous_send_text", k::ignored, zalo_chat, "1ffedc467f179649cf06"},
        {"user_withdraw", k::withdrew, zalo_chat, u},
        {"create_group", k::ignored, group_chat, g},
        {"user_join_group", k::ignored, group_chat, g},
        {"user_request_join_group", k::ignored, group_chat, g},
        {"accept_request_join_group", k::ignored, group_chat, g},
        {"reject_request_join_group", k::ignored, group_chat, g},
        {"add_group_admin", k::ignored, group_chat, g},
        {"remove_group_admin", k::ignored, group_chat, g},
        {"update_group_info", k::ignored, group_chat, g},
        {"user_out_group", k::ignored, group_chat, g},
        {"delete_group", k::ignored, group_chat, g},
        {"user_send_group_text", k::message, group_chat, g},
        {"user_send_group_text", k::message, group_chat, g},
        {"user_send_group_image", k::message, group_chat, g},
        {"oa_send_group_text", k::ignored, zalo_chat, g},
        {"probe: empty object", k::ignored, zalo_chat, ""},
    };
}

inbound sample(const std::string& name, std::size_t nth = 0)
{
    const auto all = fixtures::load("webhook-events.json");
    for (const auto& each : all["events"])
        if (each["event_name"] == name && nth-- == 0)
            return parse(each["json"].dump()).value();
    throw std::runtime_error("no sample " + name);
}

} // namespace

TEST_CASE("Each of the 39 public event samples is understood", "[zalo]")
{
    const auto events = fixtures::load("webhook-events.json")["events"];
    const auto rows = samples();
    REQUIRE(events.size() == 39);
    REQUIRE(rows.size() == 39);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string name = events[i]["event_name"];
        CAPTURE(i, name);
        REQUIRE(name == rows[i].name);
        const std::string body = events[i]["json"].dump();
        const auto event = parse(body);
        REQUIRE(event);
        CHECK(event->event_name == events[i]["json"].value("event_name", ""));
        CHECK(event->kind == rows[i].kind);
        CHECK(event->from.channel == rows[i].channel);
        CHECK(event->from.address == rows[i].address);
        CHECK(event->dedup_key.size() == 16);
        CHECK(event->raw == body);
    }
}

TEST_CASE("A text message carries its text and sender and time", "[zalo]")
{
    const inbound event = sample("user_send_text", 1);
    CHECK(event.text == "#menu");
    CHECK(event.sender == fixtures::user_id);
    CHECK(event.sent_at.time_since_epoch().count() == 1'717'061'839'659);
    CHECK(sample("user_send_text", 2).quoted_message_id == "63ecf43f0df7dba892e6");
}

TEST_CASE("Attachments of every sort are told apart", "[zalo]")
{
    const auto only = [](const char* name) {
        const inbound event = sample(name);
        REQUIRE(event.attachments.size() == 1);
        return event.attachments[0];
    };
    CHECK(only("user_send_image").kind == "image");
    CHECK(only("user_send_image").url == "https://f6.photo.talk.zdn.vn/u.jpg");
    CHECK(only("user_send_gif").kind == "gif");
    CHECK(only("user_send_audio").url == "https://voice-zaloapp.example/a.amr");
    CHECK(only("user_send_video").kind == "video");
    CHECK(only("user_send_sticker").kind == "sticker");
    CHECK(only("user_send_link").url == "https://example.vn");
    const auto file = only("user_send_file");
    CHECK(file.kind == "file");
    CHECK(file.name == "bao-cao.pdf");
    CHECK(file.size_claimed == 14'568);
    const auto place = only("user_send_location");
    CHECK(place.kind == "location");
    CHECK(place.latitude == Approx(10.7641));
    CHECK(place.longitude == Approx(106.6561));
    const auto card = only("user_send_business_card");
    CHECK(card.kind == "link");
    CHECK(card.name == "84912345678");
}

TEST_CASE("Receipts name our messages", "[zalo]")
{
    CHECK(sample("user_received_message").message_ids == std::vector<std::string>{"63ecf43f0df7dba892e6"});
    CHECK(sample("user_seen_message").message_ids == std::vector<std::string>{"63ecf43f0df7dba892e6"});
    CHECK(sample("user_received_message (ZNS)").message_ids == std::vector<std::string>{"96d3cdf3af150460909"});
}

TEST_CASE("A shared phone number comes as text or number in either shape", "[zalo]")
{
    CHECK(sample("user_submit_info").phone == "84912345678");
    CHECK(sample("user_submit_info").sender_name == "Nguyễn A");
    CHECK(sample("user_submit_info (old shape)").phone == "84912345678");
    const auto with_phone = [](const nlohmann::json& phone) {
        return parse(fixtures::message({{"event_name", "user_submit_info"}, {"info", {{"phone", phone}}}, {"message", nullptr}}).dump()).value();
    };
    CHECK(with_phone(84912345678).phone == "84912345678");
    CHECK(with_phone("0912 345 678").phone == "84912345678");
    CHECK(with_phone("+84 912.345.678").phone == "84912345678");
    CHECK(with_phone(912345678).kind == inbound_kind::ignored);
    CHECK(with_phone("").kind == inbound_kind::ignored);
    CHECK(with_phone(nullptr).kind == inbound_kind::ignored);
    CHECK(with_phone({{"a", 1}}).kind == inbound_kind::ignored);
}

TEST_CASE("A group is read from group_id then recipient.group_id then recipient.id", "[zalo]")
{
    const auto group = [](const nlohmann::json& more, parse_notes* notes = nullptr) {
        nlohmann::json event = fixtures::message({{"event_name", "user_send_group_text"}, {"oa_id", fixtures::oa_id}});
        event.merge_patch(more);
        return parse(event.dump(), notes).value();
    };
    parse_notes notes;
    CHECK(group({{"group_id", "g1"}, {"recipient", {{"id", "g3"}, {"group_id", "g2"}}}}, &notes).from.address == "g1");
    CHECK_FALSE(notes.group_from_recipient);
    CHECK(group({{"recipient", {{"id", "g3"}, {"group_id", "g2"}}}}).from.address == "g2");
    CHECK(group({{"recipient", {{"id", "g3"}}}}, &notes).from.address == "g3");
    CHECK(notes.group_from_recipient);
    CHECK(group({{"recipient", {{"id", fixtures::oa_id}}}}).kind == inbound_kind::ignored);
    CHECK(group({{"recipient", nullptr}}).kind == inbound_kind::ignored);
}

TEST_CASE("A mention of our own account is no part of what was said in a group", "[zalo]")
{
    CHECK(sample("user_send_group_text").text == "đã xử lý ca A12");
    const std::string other = "[@1111111111111111111] xem giúp";
    const auto event = parse(fixtures::message({{"event_name", "user_send_group_text"},
                                                {"recipient", {{"id", "g1"}}},
                                                {"message", {{"text", other}}}})
                                 .dump());
    CHECK(event->text == other);
}

TEST_CASE("What our own account or an anonymous visitor wrote is never a message", "[zalo]")
{
    const auto kind_of = [](const nlohmann::json& more) { return parse(fixtures::message(more).dump())->kind; };
    CHECK(kind_of({{"sender", {{"id", fixtures::oa_id}}}}) == inbound_kind::ignored);
    CHECK(kind_of({{"event_name", "user_send_group_text"}, {"sender", {{"id", fixtures::oa_id}}}, {"recipient", {{"id", "g1"}}}}) ==
          inbound_kind::ignored);
    for (const char* name : {"oa_send_text", "oa_send_image", "oa_send_gif", "oa_send_list", "oa_send_file", "oa_send_sticker",
                             "oa_send_template", "oa_send_group_text", "oa_send_consent", "oa_reacted_message", "oa_call_user",
                             "anonymous_send_text", "anonymous_send_image", "anonymous_send_file", "anonymous_send_sticker",
                             "oa_send_anonymous_text", "user_call_oa", "user_feedback", "user_reply_consent", "update_user_info",
                             "add_user_to_tag", "remove_user_from_tag", "remove_tag", "permission_revoked", "change_oa_daily_quota",
                             "change_template_status", "widget_interaction_accepted", "extension_purchased", "shop_has_order",
                             "react_request_join_group", "react_request_join_group_accept", "react_request_join_group_reject",
                             "user_leave_group", "disperse_group", "user_click_button", "something_new", ""})
        CHECK(kind_of({{"event_name", name}}) == inbound_kind::ignored);
}

TEST_CASE("Every kind of message in chat and group reaches the bot", "[zalo]")
{
    for (const char* what : {"text", "image", "gif", "link", "audio", "video", "sticker", "location", "file", "business_card", "hologram"}) {
        const auto chat = parse(fixtures::message({{"event_name", std::string("user_send_") + what}}).dump());
        CHECK(chat->kind == inbound_kind::message);
        CHECK(chat->from.channel == zalo_chat);
        const auto group = parse(
            fixtures::message({{"event_name", std::string("user_send_group_") + what}, {"recipient", {{"id", "g1"}}}}).dump());
        CHECK(group->kind == inbound_kind::message);
        CHECK(group->from == bot::flow::chat{group_chat, "g1"});
    }
}

TEST_CASE("An event of another account of the app is kept and left alone", "[zalo]")
{
    parse_notes notes;
    const auto event = parse(fixtures::message({{"recipient", {{"id", "999"}}}}).dump(), &notes);
    CHECK(event->kind == inbound_kind::ignored);
    CHECK(notes.other_account);
    const auto anyone = parse_event(fixtures::message({{"recipient", {{"id", "999"}}}}).dump(), {.app_id = fixtures::app_id, .oa_id = {}});
    CHECK(anyone->kind == inbound_kind::message);
}

TEST_CASE("An event of another app is not authentic", "[zalo]")
{
    const auto event = parse(fixtures::message({{"app_id", "1"}}).dump());
    REQUIRE_FALSE(event);
    CHECK(event.error().code == bot::errc::unauthentic);
    CHECK(parse(fixtures::message({{"app_id", 360846524940903967}}).dump()));
}

TEST_CASE("Numbers where strings are due keep every digit", "[zalo]")
{
    const auto event = parse(R"({"app_id":360846524940903967,"event_name":"user_send_text","timestamp":1717061839659,
        "sender":{"id":9246845883529197921},"recipient":{"id":388613280878808645},"message":{"msg_id":18446744073709551616,"text":42,
        "attachments":[{"type":"location","payload":{"coordinates":{"latitude":10.5,"longitude":106}}},
                       {"type":"file","payload":{"size":14568,"name":7,"url":null}}]}})");
    REQUIRE(event);
    CHECK(event->kind == inbound_kind::message);
    CHECK(event->sender == "9246845883529197921");
    CHECK(event->text == "42");
    CHECK(event->sent_at.time_since_epoch().count() == 1'717'061'839'659);
    CHECK(event->dedup_key == dedup_key("user_send_text", "18446744073709551616", {}));
    REQUIRE(event->attachments.size() == 2);
    CHECK(event->attachments[0].latitude == Approx(10.5));
    CHECK(event->attachments[1].size_claimed == 14'568);
    CHECK(event->attachments[1].url.empty());
}

TEST_CASE("Fields of odd shape or missing never stop an event from being kept", "[zalo]")
{
    for (const char* body : {R"({"event_name":"user_send_text"})", R"({"event_name":"user_send_text","sender":"x","message":[]})",
                             R"({"event_name":"user_send_text","sender":{"id":{}},"message":{"text":"a"}})",
                             R"({"event_name":"user_send_text","sender":[{"id":"1"}]})", R"({"event_name":["user_send_text"]})",
                             R"({"event_name":null,"timestamp":"yesterday"})", R"({"event_name":"follow"})",
                             R"({"event_name":"user_withdraw"})", R"({"event_name":"user_seen_message","message":{"msg_ids":"x"}})",
                             R"({"event_name":"user_send_text","sender":{"id":"a b"},"message":{"text":"a"}})"}) {
        CAPTURE(body);
        const auto event = parse(body);
        REQUIRE(event);
        CHECK(event->raw == body);
        const bool acted_on = event->kind == inbound_kind::message && event->sender.empty();
        CHECK_FALSE(acted_on);
    }
    const auto place = parse(fixtures::message({{"message", {{"attachments", {{{"type", "location"}, {"payload", {{"coordinates", {{"latitude", "91"}, {"longitude", "x"}}}}}}}}}}}).dump());
    REQUIRE(place->attachments.size() == 1);
    CHECK_FALSE(place->attachments[0].latitude);
}

TEST_CASE("What is no JSON object is malformed and the body is left whole", "[zalo]")
{
    const auto body = GENERATE(as<std::string>(), "", "null", "[]", "[{}]", "\"x\"", "1", "{", "{\"a\":}", "{}x", "{'a':1}", "\x01\x02");
    CAPTURE(body);
    std::string given = body;
    const auto event = parse_event(std::move(given), fixtures::identity());
    REQUIRE_FALSE(event);
    CHECK(event.error().code == bot::errc::malformed);
    CHECK(given == body); // NOLINT(bugprone-use-after-move): promised
}

TEST_CASE("Deep nesting is refused and no stack is spent on it", "[zalo]")
{
    const auto nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + ",\"event_name\":\"x\"}";
    };
    CHECK(parse(nested(20)));
    CHECK_FALSE(parse(nested(40)));
    CHECK_FALSE(parse(nested(500'000)));
    CHECK_FALSE(parse("{\"a\":" + std::string(1'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += "{\"a\":";
    CHECK_FALSE(parse(objects));
}

TEST_CASE("A huge text arrives whole", "[zalo]")
{
    const std::string text(1 << 20, 'x');
    const auto event = parse(fixtures::message({{"message", {{"text", text}}}}).dump());
    REQUIRE(event);
    CHECK(event->text == text);
}

TEST_CASE("Thousands of attachments are cut to what can be meant", "[zalo]")
{
    nlohmann::json many = nlohmann::json::array();
    for (int i = 0; i < 5'000; ++i)
        many.push_back({{"type", "image"}, {"payload", {{"url", "https://a.zdn.vn/" + std::to_string(i)}}}});
    const auto event = parse(fixtures::message({{"message", {{"attachments", many}}}}).dump());
    REQUIRE(event);
    CHECK(event->attachments.size() == 64);
    CHECK(event->attachments[63].url == "https://a.zdn.vn/63");
}

TEST_CASE("Lone surrogates and broken UTF-8 and raw control characters do not lose an event", "[zalo]")
{
    struct row {
        std::string inside;
        std::string text;
        bool repaired;
    };
    const auto [inside, text, repaired] = GENERATE(values<row>({
        {R"(a\ud83d\udc4bb)", "a👋b", false},
        {R"(a\ud800b)", "a\uFFFDb", true},
        {R"(a\udc00b)", "a\uFFFDb", true},
        {R"(a\ud800\ud800\udc00b)", "a\uFFFD\U00010000b", true},
        {R"(\ud83d)", "\uFFFD", true},
        {R"(a\\ud800b)", "a\\ud800b", false},
        {"a\xFF\xFE"
         "b",
         "a\uFFFD\uFFFDb", true},
        {"a\xED\xA0\x80"
         "b",
         "a\uFFFD\uFFFD\uFFFDb", true},
        {"a\nb\x01", "a\uFFFDb\uFFFD", true},
        {std::string("a\0b", 3), "a\uFFFDb", true},
        {R"(a\u0000b)", "ab", false},
        {"e\xCC\x82\xCC\x81", "ế", false},
    }));
    CAPTURE(inside);
    parse_notes notes;
    const auto event =
        parse("{\"app_id\":\"" + fixtures::app_id + "\",\"event_name\":\"user_send_text\",\"sender\":{\"id\":\"7\"},\"message\":{\"text\":\"" +
                  inside + "\",\"msg_id\":\"m\"}}",
              &notes);
    REQUIRE(event);
    CHECK(event->kind == inbound_kind::message);
    CHECK(event->text == text);
    CHECK(notes.repaired == repaired);
}

TEST_CASE("Samples bent at random are read or refused and never more", "[zalo]")
{
    const auto events = fixtures::load("webhook-events.json")["events"];
    std::mt19937 chance(7);
    const auto pick = [&chance](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(chance); };
    const std::string odd[] = {"\\ud800", "\"", "{", "}", "[", "]", ":", ",", "\xFF", std::string(1, '\0'), "\\", "1e999", "null", "\xEF\xBB\xBF"};
    for (int round = 0; round < 20'000; ++round) {
        std::string body = events[pick(events.size())]["json"].dump();
        for (std::size_t changes = 1 + pick(4); changes > 0; --changes) {
            const std::size_t at = pick(body.size());
            switch (pick(4)) {
            case 0: body.erase(at, 1 + pick(9)); break;
            case 1: body.insert(at, odd[pick(std::size(odd))]); break;
            case 2: body[at] = static_cast<char>(pick(256)); break;
            default: body.insert(at, body.substr(pick(body.size()), pick(60))); break;
            }
            body += body.empty() ? "{}" : "";
        }
        CHECK(check_signature(body, "mac=" + std::string(64, '0'), fixtures::secrets()) == signature_verdict::wrong);
        const auto event = parse(body);
        if (!event)
            continue;
        const bool whole = event->raw == body && event->dedup_key.size() == 16;
        const bool actionable = event->kind == inbound_kind::ignored || !event->from.address.empty();
        if (!whole || !actionable)
            FAIL(body);
    }
}

TEST_CASE("A redelivery has the same key and another message another one", "[zalo]")
{
    const std::string body = fixtures::message().dump();
    CHECK(parse(body)->dedup_key == parse(body)->dedup_key);
    // The same message with another time stamp is the same message.
    CHECK(parse(fixtures::message({{"timestamp", "1717061839660"}}).dump())->dedup_key == parse(body)->dedup_key);
    CHECK(parse(fixtures::message({{"message", {{"msg_id", "m2"}}}}).dump())->dedup_key != parse(body)->dedup_key);
    CHECK(parse(fixtures::message({{"event_name", "user_received_message"}}).dump())->dedup_key != parse(body)->dedup_key);
    // Without an id of its own the body is the key.
    const auto follow = [](const char* stamp) {
        return parse(nlohmann::json{{"event_name", "follow"}, {"follower", {{"id", "1"}}}, {"timestamp", stamp}}.dump())->dedup_key;
    };
    CHECK(follow("1") == follow("1"));
    CHECK(follow("1") != follow("2"));
    const auto reaction = [](const char* who) {
        return parse(fixtures::message({{"event_name", "user_reacted_message"}, {"sender", {{"id", who}}}}).dump())->dedup_key;
    };
    CHECK(reaction("1") != reaction("2"));
}

TEST_CASE("What could not be read is still an event to keep", "[zalo]")
{
    const inbound event = unreadable_event("{junk");
    CHECK(event.kind == inbound_kind::ignored);
    CHECK(event.raw == "{junk");
    CHECK(event.dedup_key.size() == 16);
    CHECK(event.dedup_key == unreadable_event("{junk").dedup_key);
}
