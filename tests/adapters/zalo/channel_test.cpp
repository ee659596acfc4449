#include "adapters/zalo/channel.hpp"

#include "bot/text.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/zalo/memory_token_store.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace adapters::zalo;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace http = adapters::http;
using bot::flow::channel_kind;
using bot::flow::outbound_kind;
using bot::flow::send_class;
using bot::flow::send_outcome;
using bot::flow::sending;
using how = loopback::act::how;
using loopback::act;

namespace {

const bot::rules::instant now(1'700'000'000'000ms);

act said(const std::string& json, int code = 200) { return {how::answer, loopback::status(code, json)}; }
act accepted() { return said(R"({"data":{"message_id":"M1","quota":{"quota_type":"reply","remain":"8","total":"8"}},"error":0})"); }

struct fixture {
    explicit fixture(std::vector<act> acts, std::vector<act> oauth_acts = {{how::close_unanswered, {}}})
        : peer(io, std::move(acts)), oauth(io, std::move(oauth_acts)), store(memory_token_store::pair(now)),
          web(io.get_executor(), limits()), tokens(io.get_executor(), web, store, token_options(oauth.origin()), ports()),
          zalo(web, tokens, options(peer.origin()))
    {
        asio::co_spawn(io, tokens.run(), [](const std::exception_ptr&) {});
    }
    static http::client_limits limits()
    {
        http::client_limits made;
        made.exchange = 80ms;
        return made;
    }
    static access_token_options token_options(const std::string& base)
    {
        access_token_options made;
        made.app_id = "123";
        made.app_secret = bot::secret("S");
        made.oauth_base = base;
        return made;
    }
    static channel_options options(const std::string& base)
    {
        channel_options made;
        made.openapi_base = base;
        made.business_base = base;
        made.ask_phone_image = "https://suco.example.vn/phone.png";
        return made;
    }
    static access_token::ports ports()
    {
        return {.now = [] { return now; }, .alarm = {}, .text = {}};
    }
    send_outcome send(sending what)
    {
        send_outcome outcome;
        loopback::run(io, [&]() -> asio::awaitable<void> { outcome = co_await zalo.send(what); });
        return outcome;
    }
    /// JSON of the n-th request to the message host.
    nlohmann::json asked(std::size_t n) const
    {
        const std::string& whole = peer.requests().at(n);
        return nlohmann::json::parse(whole.substr(whole.find("\r\n\r\n") + 4));
    }

    asio::io_context io{1};
    loopback::scripted_peer peer;
    loopback::scripted_peer oauth;
    memory_token_store store;
    http::client web;
    access_token tokens;
    channel zalo;
};

sending to_person(const std::string& text)
{
    sending one;
    one.message.id = 7;
    one.message.to = {channel_kind::zalo, "246845883529197922"};
    one.message.text = text;
    return one;
}

sending to_group(const std::string& text)
{
    sending one = to_person(text);
    one.message.to = {channel_kind::zalo_group, "f414c8f76fa586fbdfb4"};
    return one;
}

} // namespace

TEST_CASE("A message is sent with the token in its header and its id comes back", "[zalo]")
{
    fixture f({accepted()});
    const send_outcome outcome = f.send(to_person("Xin chào"));
    CHECK(outcome.what == send_class::sent);
    CHECK(outcome.message_id == "M1");
    CHECK(outcome.quota->remain == 8);
    CHECK(outcome.parts_sent == 1);
    CHECK(f.peer.requests().at(0).starts_with("POST /v3.0/oa/message/cs HTTP/1.1\r\n"));
    CHECK(f.peer.requests().at(0).find("access_token: A1\r\n") != std::string::npos);
    CHECK(f.asked(0)["message"]["text"] == "Xin chào");
}

TEST_CASE("Each way a send can fail has its outcome", "[zalo]")
{
    struct row {
        act step;
        send_class what;
    };
    const auto [step, what] = GENERATE(values<row>({
        {{how::close_unread, {}}, send_class::ambiguous},
        {{how::reset_unread, {}}, send_class::ambiguous},
        {{how::close_unanswered, {}}, send_class::ambiguous},
        {{how::reset_unanswered, {}}, send_class::ambiguous},
        {{how::silence, {}}, send_class::ambiguous},
        {{how::answer_and_close, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"err"}, send_class::ambiguous},
        {{how::answer_and_close, "garbage\r\n\r\n"}, send_class::ambiguous},
        {said("junk"), send_class::ambiguous},
        {said("", 500), send_class::retry},
        {said("<html>", 502), send_class::retry},
        {said("", 429), send_class::retry},
        {said("nope", 404), send_class::rejected},
        {said(R"({"error":-32,"message":"limit"})"), send_class::retry},
        {said(R"({"error":-200,"message":"Send message failed"})"), send_class::retry},
        {said(R"({"error":-213,"message":"x"})"), send_class::permanent},
        {said(R"({"error":-217,"message":"x"})"), send_class::permanent},
        {said(R"({"error":-230,"message":"x"})"), send_class::window},
        {said(R"({"error":-232,"message":"x"})"), send_class::window},
        {said(R"({"error":-218,"message":"x"})"), send_class::quota},
        {said(R"({"error":-211,"message":"x"})"), send_class::quota},
        {said(R"({"error":-320,"message":"x"})"), send_class::money},
        {said(R"({"error":-204,"message":"x"})"), send_class::setup},
        {said(R"({"error":-237,"message":"x"})"), send_class::setup},
        {said(R"({"error":-201,"message":"user_id is invalid"})"), send_class::rejected},
        {said(R"({"error":-248,"message":"x"})"), send_class::rejected},
    }));
    CAPTURE(static_cast<int>(step.what), step.bytes);
    fixture f({step});
    const send_outcome outcome = f.send(to_person("a"));
    CHECK(outcome.what == what);
    CHECK(outcome.parts_sent == 0);
    CHECK_FALSE(outcome.detail.empty());
    CHECK(f.peer.requests().size() <= 1);
}

TEST_CASE("A host that refuses connections is worth another try", "[zalo]")
{
    fixture f({accepted()});
    channel_options nowhere = fixture::options("http://127.0.0.1:" + std::to_string(loopback::closed_port(f.io)));
    channel zalo(f.web, f.tokens, nowhere);
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const send_outcome outcome = co_await zalo.send(to_person("a"));
        CHECK(outcome.what == send_class::retry);
    });
}

TEST_CASE("A refused token is renewed and the message sent once more", "[zalo]")
{
    const auto refusal = GENERATE(as<act>(), said(R"({"error":-216,"message":"Access token is invalid"})"),
                                  said(R"({"error":-220,"message":"expired"})"), said(R"({"error":-124})"),
                                  said(R"({"error":-201,"message":"access_token is expired"})"), said("", 401));
    fixture f({refusal, accepted()}, {{how::answer, loopback::ok(R"({"access_token":"A2","refresh_token":"R2","expires_in":"90000"})")}});
    const send_outcome outcome = f.send(to_person("a"));
    CHECK(outcome.what == send_class::sent);
    REQUIRE(f.peer.requests().size() == 2);
    CHECK(f.peer.requests()[1].find("access_token: A2\r\n") != std::string::npos);
    CHECK(f.oauth.requests().size() == 1);
}

TEST_CASE("A token refused twice is the operator's business", "[zalo]")
{
    fixture f({said(R"({"error":-216})")}, {{how::answer, loopback::ok(R"({"access_token":"A2","refresh_token":"R2","expires_in":"90000"})")}});
    CHECK(f.send(to_person("a")).what == send_class::setup);
    CHECK(f.peer.requests().size() == 2);
    CHECK(f.oauth.requests().size() == 1);
}

TEST_CASE("Without a token nothing leaves and the outcome says whether waiting helps", "[zalo]")
{
    fixture lost({said(R"({"error":-216})")}, {{how::answer, loopback::ok(R"({"error":-14014,"error_name":"Invalid refresh token"})")}});
    CHECK(lost.send(to_person("a")).what == send_class::setup);
    CHECK(lost.peer.requests().size() == 1);
    fixture down({said(R"({"error":-216})")}, {{how::answer, loopback::status(503)}});
    CHECK(down.send(to_person("a")).what == send_class::retry);
    CHECK(down.peer.requests().size() == 1);
}

TEST_CASE("E10: a long text goes out in parts cut at sentences and is guarded", "[zalo]")
{
    std::string text;
    for (int i = 0; i < 120; ++i)
        text += "Máy chủ số " + std::to_string(i) + " <b>đã</b> ngắt 👋 theo [@246845883529197922]. ";
    fixture f({accepted()});
    const send_outcome outcome = f.send(to_group(text));
    CHECK(outcome.what == send_class::sent);
    const std::size_t parts = f.peer.requests().size();
    CHECK(parts >= 3);
    CHECK(outcome.parts_sent == parts);
    for (std::size_t i = 0; i < parts; ++i) {
        const std::string part = f.asked(i)["message"]["text"];
        CHECK(bot::utf16_length(part) <= 2'000);
        CHECK(part.find("[@") == std::string::npos);
        CHECK(part.ends_with("."));
        CHECK(part.find("<b>đã</b>") != std::string::npos); // shown as it is: chats know no markup
    }
}

TEST_CASE("A long text that failed half way goes on with the part that failed", "[zalo]")
{
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += std::string(99, 'a') + ".\n";
    fixture f({accepted(), said("", 503), accepted()});
    sending what = to_person(text);
    const send_outcome first = f.send(what);
    CHECK(first.what == send_class::retry);
    CHECK(first.parts_sent == 1);
    what.parts_sent = first.parts_sent;
    const send_outcome second = f.send(what);
    CHECK(second.what == send_class::sent);
    CHECK(second.parts_sent == 3);
    CHECK(f.peer.requests().size() == 4);
    CHECK(f.asked(1)["message"]["text"] == f.asked(2)["message"]["text"]);
}

TEST_CASE("In a group those it is for are named first and nobody by user text", "[zalo]")
{
    fixture f({accepted()});
    sending what = to_group("[@f414c8f76fa586fbdfb4] sự cố");
    what.message.mentions = {"246845883529197922", "f414c8f76fa586fbdfb4", "1]x"};
    CHECK(f.send(what).what == send_class::sent);
    CHECK(f.peer.requests().at(0).starts_with("POST /v3.0/oa/group/message "));
    CHECK(f.asked(0)["recipient"]["group_id"] == "f414c8f76fa586fbdfb4");
    CHECK(f.asked(0)["message"]["text"] == "[@246845883529197922] (@f414c8f76fa586fbdfb4) sự cố");
}

TEST_CASE("A repeat says that it is one", "[zalo]")
{
    fixture f({accepted()});
    sending what = to_person("còn 2 giờ");
    what.message.repeat_mark = "(gửi lại) ";
    f.send(what);
    what.repeat = true;
    f.send(what);
    CHECK(f.asked(0)["message"]["text"] == "còn 2 giờ");
    CHECK(f.asked(1)["message"]["text"] == "(gửi lại) còn 2 giờ");
}

TEST_CASE("Templates go where their address says", "[zalo]")
{
    fixture f({accepted()});
    sending by_phone = to_person("");
    by_phone.message.to = {channel_kind::zalo_template, "84912345678"};
    by_phone.message.template_id = "T";
    by_phone.message.template_data = {{"so", "SC-1"}};
    CHECK(f.send(by_phone).what == send_class::sent);
    CHECK(f.peer.requests().at(0).starts_with("POST /message/template "));
    CHECK(f.asked(0)["tracking_id"] == "sc-7");
    sending by_user = by_phone;
    by_user.message.to = {channel_kind::zalo, "5"};
    by_user.message.kind = outbound_kind::templated;
    CHECK(f.send(by_user).what == send_class::sent);
    CHECK(f.peer.requests().at(1).starts_with("POST /v3.0/oa/message/template "));
}

TEST_CASE("A phone card the platform does not take is asked in plain text", "[zalo]")
{
    const auto code = GENERATE(-233, -201, -210);
    fixture f({said("{\"error\":" + std::to_string(code) + "}"), accepted()});
    sending what = to_person("Xin số điện thoại\nđể liên kết tài khoản");
    what.message.kind = outbound_kind::ask_phone;
    CHECK(f.send(what).what == send_class::sent);
    const auto element = f.asked(0)["message"]["attachment"]["payload"]["elements"][0];
    CHECK(element["title"] == "Xin số điện thoại");
    CHECK(element["subtitle"] == "để liên kết tài khoản");
    CHECK(f.asked(1)["message"]["text"] == "Xin số điện thoại\nđể liên kết tài khoản");
}

TEST_CASE("Nothing to say or nobody to say it to is no message", "[zalo]")
{
    fixture f({accepted()});
    CHECK(f.send(to_person(" \n")).what == send_class::rejected);
    sending nobody = to_person("a");
    nobody.message.to.address.clear();
    CHECK(f.send(nobody).what == send_class::rejected);
    CHECK(f.peer.requests().empty());
}

TEST_CASE("Uploads give the id to send and refuse what is too large", "[zalo]")
{
    fixture f({said(R"({"error":0,"data":{"attachment_id":"I"}})"), said(R"({"error":0,"data":{"token":"T"}})"), said(R"({"error":-210})"),
               said("", 502), accepted()});
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto image = co_await f.zalo.upload_image("a.jpg", std::string("\xFF\xD8\xFF"));
        CHECK(image.value() == "I");
        const auto file = co_await f.zalo.upload_file("báo cáo.pdf", std::string("%PDF"));
        CHECK(file.value() == "T");
        const auto refused = co_await f.zalo.upload_file("a.pdf", std::string("%PDF"));
        CHECK(refused.error().code == bot::errc::rejected);
        const auto later = co_await f.zalo.upload_file("a.pdf", std::string("%PDF"));
        CHECK(later.error().code == bot::errc::unreachable);
        const auto large = co_await f.zalo.upload_image("a.jpg", std::string((1 << 20) + 1, 'x'));
        CHECK(large.error().code == bot::errc::rejected);
        const bot::flow::chat to{channel_kind::zalo, "5"};
        const auto sent = co_await f.zalo.send_file(to, "T");
        CHECK(sent.what == send_class::sent);
    });
    CHECK(f.peer.requests().size() == 5);
}

TEST_CASE("A profile is asked for and may be kept back", "[zalo]")
{
    fixture f({said(R"({"error":0,"data":{"display_name":"Lan","shared_info":{"phone":84912345678}}})"), said(R"({"error":-501})")});
    loopback::run(f.io, [&]() -> asio::awaitable<void> {
        const auto lan = co_await f.zalo.profile("5");
        REQUIRE(lan);
        CHECK(lan->phone == "84912345678");
        const auto nobody = co_await f.zalo.profile("5");
        REQUIRE_FALSE(nobody);
        CHECK(nobody.error().code == bot::errc::rejected);
    });
}
