#include "adapters/sandbox/digest.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

TEST_CASE("A refresh token works once and rotates", "[sandbox]")
{
    zalo_world zalo; // has traded the first one
    const std::string second = zalo.refresh_token;
    CHECK(zalo.refresh("first-refresh-token")["error"] == -14020);
    const json pair = zalo.refresh(second);
    CHECK(pair["refresh_token"] != second);
    CHECK(pair["expires_in"] == "90000"); // a string
    CHECK(zalo.refresh(second)["error"] == -14020);
    CHECK(zalo.last.response.status == 200);
}

TEST_CASE("The old access token dies at refresh", "[sandbox]")
{
    zalo_world zalo;
    const std::string old = zalo.access_token;
    zalo.refresh(zalo.refresh_token);
    CHECK(zalo.send(lan, "mới")["error"] == 0);
    zalo.access_token = old;
    CHECK(zalo.send(lan, "cũ")["error"] == -220);
}

TEST_CASE("An access token lives 25 hours and an unknown one never did", "[sandbox]")
{
    zalo_world zalo;
    zalo.now += 25h - 1s;
    CHECK(zalo.send(lan, "vẫn được")["error"] == 0);
    zalo.now += 1s;
    CHECK(zalo.send(lan, "hết hạn") ==
          json{{"error", -220}, {"message", "access_token is expired or removed"}});
    CHECK(zalo.last.response.status == 200);
    zalo.access_token = "never-issued";
    CHECK(zalo.send(lan, "không biết")["error"] == -216);
}

TEST_CASE("Refusals of OAuth come with HTTP 200 and their own shape", "[sandbox]")
{
    zalo_world zalo;
    const json refused = zalo.refresh("nobody-issued-this");
    CHECK(zalo.last.response.status == 200);
    CHECK(refused["error"] == -14014);
    CHECK(refused["error_name"] == "Invalid refresh token");
    CHECK(refused.contains("error_reason"));
    CHECK(refused.contains("error_description"));
    CHECK(refused.contains("ref_doc"));
    CHECK_FALSE(refused.contains("access_token"));
    CHECK(zalo.oauth("grant_type=refresh_token&refresh_token=x", "wrong secret")["error"] == -14002);
}

TEST_CASE("A path that OAuth does not have is answered with empty api", "[sandbox]")
{
    zalo_world zalo;
    const json answer = zalo.post("/v4/oa/refresh_token", json::object());
    CHECK(zalo.last.response.status == 404);
    CHECK(answer["message"] == "empty api");
}

TEST_CASE("Consent gives a code that one verifier turns into tokens once", "[sandbox]")
{
    zalo_world zalo;
    const std::string verifier = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
    const auto consent = [&] {
        zalo.last = zalo.platform.serve(
            {.method = "GET",
             .target =
                 "/v4/oa/permission?app_id=360846524940903967&redirect_uri=https%3A%2F%2Fbot.example%2Fback&"
                 "code_challenge=" +
                 sandbox::pkce_challenge(verifier) + "&state=s%201"},
            zalo.now);
        CHECK(zalo.last.response.status == 302);
        const std::string where(http::find(zalo.last.response.fields, "location"));
        CHECK(where.starts_with("https://bot.example/back?code="));
        CHECK(where.ends_with("&oa_id=388613280878808645&state=s%201"));
        http::request back;
        back.target = where.substr(std::string("https://bot.example").size());
        return back.query("code");
    };
    const auto trade = [&](const std::string& code, const std::string& with) {
        return zalo.oauth("grant_type=authorization_code&code=" + code + "&code_verifier=" + with);
    };

    SECTION("the right verifier")
    {
        const std::string code = consent();
        CHECK(trade(code, verifier).contains("refresh_token"));
        CHECK(trade(code, verifier)["error"] == -14003);
    }
    SECTION("a wrong verifier")
    {
        const json refused = trade(consent(), "another");
        CHECK(refused["error"] == -14003);
        CHECK(refused["error_name"] == "Invalid code verifier");
    }
    SECTION("ten minutes later")
    {
        const std::string code = consent();
        zalo.now += 10min + 1s;
        CHECK(trade(code, verifier)["error"] == -14003);
    }
}

TEST_CASE("A revoked chain is mended by consent only", "[sandbox]")
{
    zalo_world zalo;
    const std::string token = zalo.refresh_token;
    zalo.platform.state().tokens.revoke_chain();
    CHECK(zalo.refresh(token)["error"] == -14020);
    CHECK(zalo.send(lan, "token cũ còn dùng được đến hết hạn")["error"] == 0);
}
