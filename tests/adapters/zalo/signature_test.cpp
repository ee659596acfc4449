#include "adapters/zalo/signature.hpp"

#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace adapters::zalo;

namespace {

webhook_secrets secrets_of(const nlohmann::json& vector)
{
    return {.app_id = vector["app_id"],
            .oa_secret_key = bot::secret(vector["oa_secret_key"].get<std::string>()),
            .oa_id = vector["oa_id"],
            .app_secret = bot::secret("APPSECRETexample0001")};
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    return text;
}

} // namespace

TEST_CASE("Every public signature vector is accepted as sent and with bare or upper case hex", "[zalo]")
{
    int accepted = 0;
    const auto all = fixtures::load("signature-vectors.json");
    for (const auto& vector : all["signature"]) {
        const std::string name = vector["name"];
        const std::string body = vector["body"];
        const std::string hex = vector["expected_mac_hex"];
        const auto secrets = secrets_of(vector);
        CAPTURE(name);
        CHECK(sign(body, vector["timestamp"].get<std::string>(), secrets) == vector["expected_header"].get<std::string>());
        const auto expected = vector["must_accept"] ? signature_verdict::valid : signature_verdict::wrong;
        for (const std::string& header : {vector["expected_header"].get<std::string>(), hex, upper(hex), "mac=" + upper(hex), " mac=" + hex + " "})
            CHECK(check_signature(body, header, secrets) == expected);
        accepted += expected == signature_verdict::valid ? 1 : 0;
    }
    CHECK(accepted == 7);
}

TEST_CASE("Every wrong way of signing in the public vectors is rejected", "[zalo]")
{
    int rejected = 0;
    const auto all = fixtures::load("signature-vectors.json");
    for (const auto& vector : all["signature"]) {
        const std::string body = vector["body"];
        for (const auto& [way, hex] : vector["must_reject"].items()) {
            CAPTURE(vector["name"].get<std::string>(), way);
            CHECK(check_signature(body, "mac=" + hex.get<std::string>(), secrets_of(vector)) == signature_verdict::wrong);
            ++rejected;
        }
    }
    CHECK(rejected == 40);
}

TEST_CASE("The raw bytes are signed so the same event written otherwise does not verify", "[zalo]")
{
    const auto all = fixtures::load("signature-vectors.json");
    for (const auto& vector : all["signature"]) {
        if (!vector["must_accept"])
            continue;
        const std::string body = vector["body"];
        const std::string header = vector["expected_header"];
        const auto secrets = secrets_of(vector);
        CHECK(check_signature(body + "\n", header, secrets) == signature_verdict::wrong);
        CHECK(check_signature(body + " ", header, secrets) == signature_verdict::wrong);
        const std::string again = nlohmann::json::parse(body).dump();
        CHECK((again == body || check_signature(again, header, secrets) == signature_verdict::wrong));
    }
}

TEST_CASE("A changed byte anywhere in body or signature is noticed", "[zalo]")
{
    const std::string body = fixtures::message().dump();
    const std::string header = sign(body, "1717061839659", fixtures::secrets());
    REQUIRE(check_signature(body, header, fixtures::secrets()) == signature_verdict::valid);
    for (std::size_t i = 0; i < body.size(); ++i) {
        std::string other = body;
        other[i] = static_cast<char>(other[i] ^ 1);
        CHECK(check_signature(other, header, fixtures::secrets()) == signature_verdict::wrong);
    }
    for (std::size_t i = 4; i < header.size(); ++i) {
        std::string other = header;
        other[i] = other[i] == '0' ? '1' : '0';
        CHECK(check_signature(body, other, fixtures::secrets()) == signature_verdict::wrong);
    }
}

TEST_CASE("A header that is no signature is wrong and a missing one is absent", "[zalo]")
{
    const std::string body = fixtures::message().dump();
    CHECK(check_signature(body, "", fixtures::secrets()) == signature_verdict::absent);
    for (const char* header : {"mac=", "mac=zz", "x", "sha256=00", "mac=mac="})
        CHECK(check_signature(body, header, fixtures::secrets()) == signature_verdict::wrong);
    CHECK(check_signature(body, "mac=" + std::string(64, 'g'), fixtures::secrets()) == signature_verdict::wrong);
    CHECK(check_signature(body, "mac=" + std::string(63, '0'), fixtures::secrets()) == signature_verdict::wrong);
}

TEST_CASE("An unset secret or app id verifies nothing", "[zalo]")
{
    webhook_secrets none;
    const std::string body = fixtures::message().dump();
    CHECK(check_signature(body, sign(body, "1717061839659", none), none) == signature_verdict::wrong);
    webhook_secrets half = fixtures::secrets();
    half.oa_secret_key = bot::secret();
    CHECK(check_signature(body, sign(body, "1717061839659", half), half) == signature_verdict::wrong);
}

TEST_CASE("The time stamp is found wherever and however it stands", "[zalo]")
{
    struct row {
        std::string body;
        std::string stamp;
    };
    const auto [body, stamp] = GENERATE(values<row>({
        {R"({"timestamp":"17","a":1})", "17"},
        {R"({"a":1,"timestamp" : 17})", "17"},
        {"{\"timestamp\"\r\n:\t\"17\"}", "17"},
        {R"({"x":{"timestamp":"9"},"timestamp":"17"})", "17"},
        {R"({"timestamp":"17","x":{"timestamp":"9"}})", "17"},
        {R"({"message":{"text":"my \"timestamp\":\"9\""},"timestamp":"17"})", "17"},
        {R"({"note":"timestamp","timestamp":17})", "17"},
    }));
    CAPTURE(body);
    CHECK(check_signature(body, sign(body, stamp, fixtures::secrets()), fixtures::secrets()) == signature_verdict::valid);
}

TEST_CASE("A body without a usable time stamp does not verify", "[zalo]")
{
    const auto body = GENERATE(as<std::string>(), "", "{}", "timestamp", R"("timestamp")", R"({"timestamp":)", R"({"timestamp":"17)",
                               R"({"timestamp":null})", R"({"timestamp":-1})", R"({"time\u0073tamp":"17"})");
    CAPTURE(body);
    for (const char* stamp : {"", "17", "-1", "null"})
        CHECK(check_signature(body, sign(body, stamp, fixtures::secrets()), fixtures::secrets()) == signature_verdict::wrong);
}

TEST_CASE("The common mistakes behind a wrong signature are named", "[zalo]")
{
    const std::string body = fixtures::message().dump();
    const std::string stamp = "1717061839659";
    const auto right = fixtures::secrets();
    webhook_secrets used = right;
    used.oa_secret_key = right.app_secret;
    CHECK(signature_hint(body, sign(body, stamp, used), right) == "signed with the app secret instead of the OA secret key");
    used = right;
    used.app_id = right.oa_id;
    CHECK(signature_hint(body, sign(body, stamp, used), right) == "signed with the OA id instead of the app id");
    used.oa_secret_key = right.app_secret;
    CHECK(signature_hint(body, sign(body, stamp, used), right).find("OA id and the app secret") != std::string_view::npos);
    CHECK(signature_hint(body, sign(body, "", right), right) == "signed without the time stamp");
    CHECK(signature_hint(body, "junk", right) == "the header is not 64 hex digits");
    CHECK(signature_hint(body, std::string(64, '0'), right).empty());
}
