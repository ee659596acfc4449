#include "adapters/zalo/api_request.hpp"

#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace adapters::zalo;
using adapters::http::request;
using adapters::http::response;
using bot::flow::channel_kind;
using bot::flow::send_class;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

const bot::flow::chat person{channel_kind::zalo, "246845883529197922"};
const bot::flow::chat group{channel_kind::zalo_group, "f414c8f76fa586fbdfb4"};

json body_of(const api_request& one)
{
    CHECK(one.what.method == "POST");
    CHECK(find(one.what.fields, "Content-Type") == "application/json");
    return json::parse(one.what.body);
}

bot::flow::send_outcome outcome(unsigned status, const std::string& body, const std::string& retry_after = {})
{
    response answer;
    answer.status = status;
    answer.body = body;
    if (!retry_after.empty())
        answer.fields.push_back({"retry-after", retry_after});
    return outcome_of(answer);
}

} // namespace

TEST_CASE("A text goes to a person or a group by their own endpoints", "[zalo]")
{
    const auto to_person = text_message(person, "Xin chào 👋", "m9");
    CHECK(to_person.to == base::openapi);
    CHECK(to_person.what.target == "/v3.0/oa/message/cs");
    CHECK(body_of(to_person) ==
          json({{"recipient", {{"user_id", person.address}}}, {"message", {{"text", "Xin chào 👋"}, {"quote_message_id", "m9"}}}}));
    const auto to_group = text_message(group, "a");
    CHECK(to_group.what.target == "/v3.0/oa/group/message");
    CHECK(body_of(to_group) == json({{"recipient", {{"group_id", group.address}}}, {"message", {{"text", "a"}}}}));
}

TEST_CASE("Text that is not UTF-8 still makes a JSON body", "[zalo]")
{
    CHECK(body_of(text_message(person, "a\xFF"))["message"]["text"] == "a\uFFFD");
}

TEST_CASE("The phone card has exactly one element within its limits", "[zalo]")
{
    const auto card = body_of(ask_phone_message(person.address, std::string(300, 'a'), std::string(900, 'b'), "https://x/i.png"));
    const auto& payload = card["message"]["attachment"]["payload"];
    CHECK(card["message"]["attachment"]["type"] == "template");
    CHECK(payload["template_type"] == "request_user_info");
    REQUIRE(payload["elements"].size() == 1);
    CHECK(payload["elements"][0]["title"].get<std::string>().starts_with(std::string(99, 'a')));
    CHECK(payload["elements"][0]["subtitle"].get<std::string>().starts_with(std::string(499, 'b')));
    CHECK(payload["elements"][0]["image_url"] == "https://x/i.png");
}

TEST_CASE("Files and pictures are sent by what their upload returned", "[zalo]")
{
    CHECK(body_of(file_message(group, "T"))["message"] ==
          json({{"attachment", {{"type", "file"}, {"payload", {{"token", "T"}}}}}}));
    const auto picture = body_of(image_message(person, "ID", "chú thích"))["message"];
    CHECK(picture["text"] == "chú thích");
    CHECK(picture["attachment"]["payload"]["template_type"] == "media");
    CHECK(picture["attachment"]["payload"]["elements"][0] == json({{"media_type", "image"}, {"attachment_id", "ID"}}));
}

TEST_CASE("Templates go by phone on one host and by user id on the other", "[zalo]")
{
    const auto by_phone = template_by_phone("84987654321", "t1", {{"key", "value"}}, std::string(60, 'x'), true);
    CHECK(by_phone.to == base::business);
    CHECK(by_phone.what.target == "/message/template");
    CHECK(body_of(by_phone) == json({{"phone", "84987654321"},
                                     {"template_id", "t1"},
                                     {"template_data", {{"key", "value"}}},
                                     {"tracking_id", std::string(48, 'x')},
                                     {"mode", "development"}}));
    const auto by_user = template_by_user("7", "t1", {}, "");
    CHECK(by_user.to == base::openapi);
    CHECK(by_user.what.target == "/v3.0/oa/message/template");
    CHECK(body_of(by_user) == json({{"user_id", "7"}, {"template_id", "t1"}, {"template_data", json::object()}}));
}

TEST_CASE("An upload is a form with one file", "[zalo]")
{
    const auto one = upload(upload_kind::file, "báo cáo.pdf", "%PDF-1");
    CHECK(one.what.target == "/v2.0/oa/upload/file");
    CHECK(find(one.what.fields, "Content-Type").starts_with("multipart/form-data; boundary="));
    CHECK(one.what.body.find("name=\"file\"; filename=\"báo cáo.pdf\"") != std::string::npos);
    CHECK(one.what.body.find("\r\n\r\n%PDF-1\r\n--") != std::string::npos);
    CHECK(upload(upload_kind::image, "a", "").what.target == "/v2.0/oa/upload/image");
    CHECK(upload(upload_kind::gif, "a", "").what.target == "/v2.0/oa/upload/gif");
}

TEST_CASE("Questions carry their parameters as the SDKs do", "[zalo]")
{
    const auto detail = user_detail("246845883529197922");
    CHECK(detail.what.method == "GET");
    CHECK(detail.what.target == "/v3.0/oa/user/detail?data=%7B%22user_id%22%3A%22246845883529197922%22%7D");
    CHECK(json::parse(conversation("7", 0, 50).what.query("data")) == json({{"user_id", "7"}, {"offset", 0}, {"count", 10}}));
    CHECK(body_of(message_quota("7")) == json({{"user_id", "7"}}));
    CHECK(template_quota().to == base::business);
    CHECK(group_info("a&b").what.target == "/v3.0/oa/group/getgroup?group_id=a%26b");
}

TEST_CASE("The token has its own header and the proof matches the public vector", "[zalo]")
{
    const auto all = fixtures::load("signature-vectors.json");
    const auto& vector = all["appsecret_proof"][0];
    request what;
    authorise(what, vector["access_token"].get<std::string>(), vector["app_secret"].get<std::string>());
    CHECK(find(what.fields, "access_token") == "AT-example-1");
    CHECK(find(what.fields, "appsecret_proof") == vector["appsecret_proof"].get<std::string>());
    CHECK(find(what.fields, "Authorization").empty());
    request plain;
    authorise(plain, "T");
    CHECK(plain.fields.size() == 1);
}

TEST_CASE("An accepted message tells its id and what is left of the quota", "[zalo]")
{
    const auto sent = outcome(200, R"({"data":{"quota":{"quota_type":"reply","remain":"8","total":8},"message_id":"63ec",
        "user_id":2512523625412515,"sent_time":"1626926349402"},"error":0,"message":"Success"})");
    CHECK(sent.what == send_class::sent);
    CHECK(sent.message_id == "63ec");
    REQUIRE(sent.quota);
    CHECK(*sent.quota == bot::flow::send_quota{"reply", 8, 8});
    const auto billed = outcome(200, R"({"data":{"message_id":5},"error":"0"})");
    CHECK(billed.what == send_class::sent);
    CHECK(billed.message_id == "5");
    CHECK_FALSE(billed.quota);
    const auto zns = outcome(200, R"({"error":0,"data":{"msg_id":"z","quota":{"dailyQuota":"500","remainingQuota":"499"}}})");
    CHECK(zns.message_id == "z");
    CHECK(zns.quota->remain == 499);
    CHECK(outcome(200, R"({"error":0})").what == send_class::sent);
}

TEST_CASE("The body decides before the status", "[zalo]")
{
    CHECK(outcome(500, R"({"error":-213,"message":"User has not followed OA"})").what == send_class::permanent);
    CHECK(outcome(401, R"({"error":-216})").what == send_class::setup);
    CHECK(outcome(200, R"({"error":-201,"message":"user_id is invalid"})").what == send_class::rejected);
    CHECK(outcome(200, R"({"error":-201,"message":"access_token has expired"})").what == send_class::setup);
}

TEST_CASE("Without a readable body the status decides", "[zalo]")
{
    for (const unsigned status : {500U, 502U, 503U, 504U, 429U, 408U})
        CHECK(outcome(status, "<html>").what == send_class::retry);
    CHECK(outcome(401, "").what == send_class::setup);
    CHECK(outcome(403, "no").what == send_class::setup);
    CHECK(outcome(404, "empty api").what == send_class::rejected);
    for (const char* junk : {"", "junk", "{}", "[]", "null", "{\"error\":\"x\"}", "{\"error\":{}}", "{\"error\":1e99}"})
        CHECK(outcome(200, junk).what == send_class::ambiguous);
}

TEST_CASE("A wait the peer names is kept and one of its own rate limit holds for all chats", "[zalo]")
{
    const auto busy = outcome(429, "", "34");
    CHECK(busy.wait == 34s);
    CHECK_FALSE(busy.channel_wide);
    const auto limited = outcome(200, R"({"error":-32,"message":"limit"})");
    CHECK(limited.what == send_class::retry);
    CHECK(limited.channel_wide);
    CHECK_FALSE(limited.wait);
    CHECK_FALSE(outcome(503, "", "tomorrow").wait);
    CHECK_FALSE(outcome(503, "", "-5").wait);
    CHECK(outcome(503, "", "999999").wait == 24h);
}

TEST_CASE("What was not sent is tried again and what may have arrived is in doubt", "[zalo]")
{
    const auto failed = [](bot::errc code, const char* detail) {
        return outcome_of(bot::result<response>(bot::fail(code, detail))).what;
    };
    CHECK(failed(bot::errc::unreachable, "unsent: connect: refused") == send_class::retry);
    CHECK(failed(bot::errc::unreachable, "ambiguous: timed out") == send_class::ambiguous);
    CHECK(failed(bot::errc::rejected, "answer too large") == send_class::rejected);
}

TEST_CASE("Profiles are read with every field optional", "[zalo]")
{
    const auto full = parse_user_detail(200, R"({"error":0,"data":{"user_id":"7","display_name":"Lan","user_is_follower":true,
        "shared_info":{"phone":84912345678,"name":"Nguyễn Thị Lan"}}})");
    REQUIRE(full);
    CHECK(full->phone == "84912345678");
    CHECK(full->shared_name == "Nguyễn Thị Lan");
    CHECK(full->follower);
    for (const char* shared : {"{}", "[]", "null", "\"\""}) {
        const auto bare = parse_user_detail(200, std::string(R"({"error":0,"data":{"shared_info":)") + shared + "}}");
        REQUIRE(bare);
        CHECK(bare->phone.empty());
    }
    CHECK(parse_user_detail(200, R"({"error":-501})").error().code == bot::errc::rejected);
    CHECK(parse_user_detail(200, "junk").error().code == bot::errc::malformed);
    CHECK(parse_user_detail(503, "junk").error().code == bot::errc::unreachable);
}

TEST_CASE("The interaction the platform remembers is read from the quota", "[zalo]")
{
    const auto told = parse_answer(R"({"error":0,"data":{"last_interaction":"1626926349402","cs_reply":{}}})");
    REQUIRE(told.last_interaction);
    CHECK(told.last_interaction->time_since_epoch() == 1'626'926'349'402ms);
    CHECK_FALSE(parse_answer(R"({"error":0,"data":{"last_interaction":"never"}})").last_interaction);
}
