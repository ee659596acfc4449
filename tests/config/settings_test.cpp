#include "config/loopback.hpp"
#include "config/settings.hpp"

#include "config/files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace {

std::optional<std::string> every_variable(const std::string& name)
{
    return "value of " + name;
}

bot::rules::problems faults_of(const std::string& text)
{
    bot::rules::problems faults;
    config::parse_settings(text, "config/sucobot.json", every_variable, faults);
    return faults;
}

bool mentions(const bot::rules::problems& faults, const std::string& pointer)
{
    return std::ranges::any_of(faults, [&](const auto& one) { return one.pointer == pointer && one.file == "config/sucobot.json"; });
}

} // namespace

TEST_CASE("The sample configuration is read without a fault")
{
    const std::filesystem::path file = std::filesystem::path(PROJECT_DIR) / "config/sucobot.json";
    bot::rules::problems faults;
    const auto read = config::parse_settings(config::read_file(file).value(), file, every_variable, faults);
    CHECK(faults.empty());
    CHECK(read.listen.port == 8080);
    CHECK(read.zalo->app_secret.reveal() == "value of SUCOBOT_ZALO_APP_SECRET");
    CHECK(read.rule_packs.size() == 3);
    CHECK(read.messages.lexically_normal() == (std::filesystem::path(PROJECT_DIR) / "messages"));
}

TEST_CASE("Every fault of a broken configuration is listed with its pointer")
{
    const auto faults = faults_of(R"({
        "listen": {"port": 99999, "adress": "127.0.0.1"},
        "store": {"sqlite": {}},
        "language": "fr",
        "zalo": {"app_id": 7, "oa_id": "1", "app_secret": "in the clear", "oa_secret_key": {"env": "A", "file": "B"},
                 "openapi_base": "http://openapi.zalo.me"},
        "email": {"address": "a@b.vn", "imap": {"host": "mail.hospital.vn", "security": "none"}},
        "colour": "green"})");
    for (const char* pointer : {"/listen/port", "/listen/adress", "/store/sqlite", "/language", "/zalo/app_id", "/zalo/app_secret",
                                "/zalo/oa_secret_key", "/zalo/openapi_base", "/email/imap/security", "/email", "/colour"}) {
        INFO(pointer);
        CHECK(mentions(faults, pointer));
    }
    CHECK(faults.size() == 11);
}

TEST_CASE("A secret that is not there is a fault and not an empty secret")
{
    bot::rules::problems faults;
    const auto nothing = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
    config::parse_settings(R"({"store": {"sqlite": {"path": "x.db"}},
        "zalo": {"app_id": "1", "oa_id": "2", "app_secret": {"env": "S"}, "oa_secret_key": {"file": "no/such/file"}}})",
                           "config/sucobot.json", nothing, faults);
    CHECK(faults.size() == 2);
    CHECK(mentions(faults, "/zalo/app_secret"));
    CHECK(mentions(faults, "/zalo/oa_secret_key"));
}

TEST_CASE("What is no JSON is one fault that names the place")
{
    const auto faults = faults_of("{\"store\": ");
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().what.find("is not JSON") == 0);
}

TEST_CASE("Only this machine itself counts as loopback")
{
    for (const auto* own : {"http://127.0.0.1", "http://127.0.0.1:8080/x", "http://localhost:1", "http://[::1]:9/", "http://127.1.2.3"}) {
        INFO(own);
        CHECK(config::is_loopback_url(own));
    }
    for (const auto* other : {"http://127.0.0.1.evil.vn", "http://localhost.evil.vn", "http://127.0.0.1@evil.vn/", "http://localhost:1@evil.vn", "http://[::1].evil.vn",
                              "https://127.0.0.1", "http://127.0.0.256", "http://127.0.0", "http://evil.vn/127.0.0.1", "http://127.0.0.1\\@evil.vn@x", ""}) {
        INFO(other);
        CHECK_FALSE(config::is_loopback_url(other));
    }
}

TEST_CASE("The quota of paid Zalo messages has a reserve of a fifth unless another is given")
{
    const auto read = [](const std::string& quota, bot::rules::problems& faults) {
        return config::parse_settings(R"({"store": {"sqlite": {"path": "a.db"}}, "zalo": {"app_id": "1", "oa_id": "2", "app_secret": {"env": "A"},
            "oa_secret_key": {"env": "B"}, "uid_template_id": "u1", "quota": )" + quota + "}}", "config/sucobot.json", every_variable, faults);
    };
    bot::rules::problems faults;
    const auto usual = read(R"({"billed_per_month": 500})", faults);
    CHECK(faults.empty());
    CHECK(usual.zalo->uid_template_id == "u1");
    CHECK(usual.zalo->quota.billed_per_month == 500);
    CHECK_FALSE(usual.zalo->quota.templates_per_month);
    CHECK(usual.zalo->quota.reserve_percent == 20);
    CHECK(read(R"({"templates_per_month": 0, "reserve_percent": 35})", faults).zalo->quota.reserve_percent == 35);
    CHECK(faults.empty());
    read(R"({"billed_per_month": -1, "reserve_percent": 101, "templates": 5})", faults);
    for (const char* pointer : {"/zalo/quota/billed_per_month", "/zalo/quota/reserve_percent", "/zalo/quota/templates"}) {
        INFO(pointer);
        CHECK(mentions(faults, pointer));
    }
}
