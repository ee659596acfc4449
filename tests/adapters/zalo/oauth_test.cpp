#include "adapters/zalo/oauth.hpp"

#include "adapters/http/url.hpp"
#include "adapters/zalo/consent.hpp"
#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace adapters::zalo;
using adapters::http::request;
using namespace std::chrono_literals;

namespace {

token_refusal::kind refusal(unsigned status, const std::string& body)
{
    const token_answer answer = parse_token_answer(status, body);
    REQUIRE(std::holds_alternative<token_refusal>(answer));
    return std::get<token_refusal>(answer).why;
}

} // namespace

TEST_CASE("PKCE challenges match the public vectors", "[zalo]")
{
    const auto all = fixtures::load("signature-vectors.json");
    for (const auto& vector : all["pkce"])
        CHECK(code_challenge(vector["code_verifier"].get<std::string>()) == vector["code_challenge"].get<std::string>());
    CHECK(make_code_verifier(std::string(32, '\xAB')).size() == 43);
}

TEST_CASE("Consent is asked for as both official SDKs do", "[zalo]")
{
    CHECK(permission_url("https://oauth.zaloapp.com", "123", "https://a.vn/oauth/zalo/callback", "CH", "ST") ==
          "https://oauth.zaloapp.com/v4/oa/permission?app_id=123&redirect_uri=https%3A%2F%2Fa.vn%2Foauth%2Fzalo%2Fcallback"
          "&code_challenge=CH&state=ST");
}

TEST_CASE("Token requests are forms with the app secret in its header", "[zalo]")
{
    const request by_code = token_by_code("123", "S", "c/1", "V");
    CHECK(by_code.method == "POST");
    CHECK(by_code.target == "/v4/oa/access_token");
    CHECK(find(by_code.fields, "secret_key") == "S");
    CHECK(find(by_code.fields, "Content-Type") == "application/x-www-form-urlencoded");
    CHECK(by_code.body == "code=c%2F1&app_id=123&grant_type=authorization_code&code_verifier=V");
    CHECK(token_by_refresh("123", "S", "R+1").body == "refresh_token=R%2B1&app_id=123&grant_type=refresh_token");
}

TEST_CASE("Lifetimes come as text or number and default to what the platform says", "[zalo]")
{
    const auto lives = [](const std::string& expires) {
        const auto answer = parse_token_answer(200, R"({"access_token":"A","refresh_token":"R")" + expires + "}");
        return std::get<token_grant>(answer).lives;
    };
    CHECK(lives(R"(,"expires_in":"90000")") == 90'000s);
    CHECK(lives(R"(,"expires_in":3600)") == 3'600s);
    CHECK(lives(R"(,"expires_in":"3600.0")") == 3'600s);
    CHECK(lives("") == 90'000s);
    CHECK(lives(R"(,"expires_in":"soon")") == 90'000s);
    CHECK(lives(R"(,"expires_in":-5)") == 90'000s);
    CHECK(lives(R"(,"expires_in":"99999999999")") == 168h);
}

TEST_CASE("A token answer that grants nothing says why", "[zalo]")
{
    using kind = token_refusal::kind;
    CHECK(refusal(200, R"({"error":-14014,"error_name":"Invalid refresh token"})") == kind::chain_lost);
    CHECK(refusal(200, R"({"error":"-14020"})") == kind::chain_lost);
    CHECK(refusal(200, R"({"error":-14003,"error_name":"Invalid code verifier"})") == kind::configuration);
    CHECK(refusal(200, R"({"error":-14002})") == kind::configuration);
    CHECK(refusal(404, "empty api") == kind::configuration);
    CHECK(refusal(404, R"({"message":"empty api"})") == kind::configuration);
    CHECK(refusal(502, "<html>Bad gateway</html>") == kind::unavailable);
    CHECK(refusal(429, "{}") == kind::unavailable);
    CHECK(refusal(500, "{}") == kind::unavailable);
    CHECK(refusal(200, "") == kind::unreadable);
    CHECK(refusal(200, "{}") == kind::unreadable);
    CHECK(refusal(200, R"({"access_token":""})") == kind::unreadable);
    CHECK(refusal(200, "[1]") == kind::unreadable);
}

TEST_CASE("A consent comes back once and in time", "[zalo]")
{
    const bot::rules::instant now(1'700'000'000'000ms);
    consent consents("123", "https://oauth.zaloapp.com", "https://suco.example.vn/oauth/zalo/callback");
    CHECK(consents.start_url() == "https://suco.example.vn/oauth/zalo/start");
    const auto state_of = [](const std::string& location) {
        request visit;
        visit.target = location.substr(location.find('/', 9));
        return visit.query("state");
    };
    const std::string first = state_of(consents.begin("ignored", now));
    const std::string second = state_of(consents.begin("ignored", now));
    CHECK(first != second);
    const auto verifier = consents.redeem(first, now + 5min);
    REQUIRE(verifier);
    CHECK(verifier->size() == 43);
    CHECK_FALSE(consents.redeem(first, now + 5min));
    CHECK_FALSE(consents.redeem(second, now + 61min));
    CHECK_FALSE(consents.redeem("", now));
    for (int i = 0; i < 100; ++i)
        consents.begin("x", now); // visits cost nothing that grows
}

TEST_CASE("Without a configured address consent returns to where the visitor came", "[zalo]")
{
    consent consents("123", "https://o", "");
    const std::string there = consents.begin("suco.example.vn", bot::rules::instant{});
    CHECK(there.find("redirect_uri=https%3A%2F%2Fsuco.example.vn%2Foauth%2Fzalo%2Fcallback") != std::string::npos);
    CHECK(consents.start_url() == "/oauth/zalo/start");
}
