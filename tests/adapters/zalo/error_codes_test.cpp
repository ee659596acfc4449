#include "adapters/zalo/error_codes.hpp"

#include "adapters/zalo/api_request.hpp"
#include "tests/adapters/zalo/fixtures.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace adapters::zalo;
using bot::flow::send_class;

namespace {

const std::map<std::string, error_class> classes{
    {"ok", error_class::ok},
    {"rate", error_class::rate},
    {"asset", error_class::asset},
    {"transient?", error_class::transient},
    {"request", error_class::request},
    {"oa", error_class::account},
    {"app", error_class::app},
    {"quota", error_class::quota},
    {"permission", error_class::permission},
    {"recipient", error_class::recipient},
    {"recipient-quota", error_class::recipient_quota},
    {"token", error_class::token},
    {"oa-tier", error_class::tier},
    {"window", error_class::window},
    {"time", error_class::hours},
    {"group", error_class::group},
    {"content", error_class::content},
    {"template", error_class::template_fault},
    {"money", error_class::money},
    {"ip", error_class::location},
    {"n/a", error_class::irrelevant},
};

send_class reaction_to(int code, unsigned status = 200)
{
    adapters::http::response answer;
    answer.status = status;
    answer.body = nlohmann::json{{"error", code}, {"message", "words"}}.dump();
    return outcome_of(answer).what;
}

} // namespace

TEST_CASE("Every code of the public table has its class", "[zalo]")
{
    const auto all = fixtures::load("error-codes.json");
    std::set<int> known;
    for (const auto& row : all["openapi"]) {
        const int code = row["code"];
        CAPTURE(code);
        known.insert(code);
        CHECK(class_of(code) == classes.at(row["cls"]));
    }
    for (const auto& row : all["zns"]) {
        const int code = row["code"];
        CAPTURE(code);
        known.insert(code);
        CHECK(class_of(code) != error_class::unknown);
    }
    CHECK(error_codes().size() == known.size());
    CHECK(class_of(-99'999) == error_class::unknown);
}

TEST_CASE("Every OAuth code of the public table has its reaction", "[zalo]")
{
    const auto all = fixtures::load("error-codes.json");
    for (const auto& row : all["oauth"]) {
        if (!row["code"].is_number())
            continue;
        const bool reauthorise = row["action"].get<std::string>().starts_with("reauthorise");
        CHECK(oauth_fault_of(row["code"]) == (reauthorise ? oauth_fault::chain_lost : oauth_fault::configuration));
    }
    CHECK(oauth_fault_of(-1) == oauth_fault::unknown);
}

TEST_CASE("The reaction to each class is what the table's retry column says", "[zalo]")
{
    const auto all = fixtures::load("error-codes.json");
    for (const auto& row : all["openapi"]) {
        const int code = row["code"];
        const std::string retry = row["retry"];
        CAPTURE(code, retry);
        const send_class what = reaction_to(code);
        const bool again = what == send_class::retry;
        if (retry.starts_with("yes: back off") || retry.starts_with("at most 2 retries"))
            CHECK(again);
        else if (retry.starts_with("no"))
            CHECK_FALSE(again);
        if (retry.find("alarm") != std::string::npos)
            CHECK((what == send_class::setup || what == send_class::money));
    }
}

TEST_CASE("Who cannot be reached is told apart from what nobody can receive now", "[zalo]")
{
    for (const int code : {-213, -217, -227, -244, -108, -114, -118, -119, -139, -140, -141})
        CHECK(reaction_to(code) == send_class::permanent);
    for (const int code : {-230, -232, -234, -133})
        CHECK(reaction_to(code) == send_class::window);
    for (const int code : {-211, -218, -144, -147})
        CHECK(reaction_to(code) == send_class::quota);
    for (const int code : {-320, -321, -115, -136, -137})
        CHECK(reaction_to(code) == send_class::money);
    for (const int code : {-204, -205, -209, -212, -219, -221, -223, -224, -235, -237, -238, -241, -242, -403, -135, -216, -220, -124})
        CHECK(reaction_to(code) == send_class::setup);
    for (const int code : {-100, -201, -210, -233, -240, -248, -249, -501, -109, -131})
        CHECK(reaction_to(code) == send_class::rejected);
    CHECK(reaction_to(0) == send_class::sent);
    CHECK(reaction_to(-77'777) == send_class::retry);
}
