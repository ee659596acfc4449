#include "tests/rules/support.hpp"

namespace rules_test {
namespace {

using roles = std::vector<std::string>;

const instant start = at("2026-11-23 08:00");

/// Faults of the shipped packs under these overrides.
problems faults_of(std::string_view overrides)
{
    problems found;
    (void)shipped_book().with_overrides(overrides, "directory.json", "/units/0/rule_overrides", found);
    return found;
}

} // namespace

TEST_CASE("QĐ 4494 Đ8.1: while nobody acknowledges the chain climbs from the manager to the superior", "[rules][chain]")
{
    const auto* chain = shipped_book().chain();
    REQUIRE(chain);
    CHECK(chain->cited.basis == basis::cfg);
    const auto calls = chain_calls(policy_for(*chain, std::nullopt), start);
    REQUIRE(calls.size() == 6);
    CHECK(calls[0].at == start);
    CHECK(calls[0].what.to.roles == roles{"incident_manager"});
    CHECK(calls[1].at == start + 30min);
    CHECK(calls[1].what.to.roles == roles{"backup_incident_manager", "it_head"});
    CHECK(calls[2].at == start + 1h);
    CHECK(calls[2].what.to.roles == roles{"leader"});
    CHECK(calls[4].what.to.superior_channel);
    CHECK_FALSE(calls[4].exhausted);
    CHECK(calls[5].exhausted);
    CHECK(calls[5].at == start + 5h);
    CHECK(calls[5].what.to.superior_channel);
}

TEST_CASE("A chain that repeats runs its rounds one after another and then ends", "[rules][chain]")
{
    const auto book = book_with(R"({"A-CHAIN": {"repeats": 2, "repeat_after": "PT30M"}})");
    const auto calls = chain_calls(policy_for(*book.chain(), 2), start);
    REQUIRE(calls.size() == 16);
    CHECK(calls[5].at == start + 4h + 30min);
    CHECK(calls[5].round == 1);
    CHECK(calls[14].at == start + 13h);
    CHECK(calls[15].exhausted);
    CHECK(calls[15].at == start + 13h + 30min);
}

TEST_CASE("The calls of every chain strictly follow one another", "[rules][chain]")
{
    for (int level = 0; level <= 4; ++level) {
        const auto calls = chain_calls(policy_for(*shipped_book().chain(), level), start);
        for (std::size_t i = 1; i < calls.size(); ++i)
            CHECK(calls[i].at > calls[i - 1].at);
    }
}

TEST_CASE("A unit gives a level a chain of its own with people by name who each confirm", "[rules][chain]")
{
    const auto book = book_with(R"({"A-CHAIN": {"by_level": {"2": {"steps": [
        {"after": "PT0S", "people": ["lan", "tuan"], "confirm": "each", "remind_every": "PT10M", "remind_times": 3},
        {"after": "PT20M", "roles": ["leader"]}]}}}})");
    const auto& policy = policy_for(*book.chain(), 2);
    REQUIRE(policy.steps.size() == 2);
    CHECK(policy.steps[0].to.people == roles{"lan", "tuan"});
    CHECK(policy.steps[0].each);
    CHECK(policy.steps[0].remind_every == 10min);
    CHECK(policy.steps[0].remind_times == 3);
    CHECK_FALSE(policy.steps[1].each);
    CHECK(policy_for(*book.chain(), 1).steps.size() == 5); // the other levels keep theirs
}

TEST_CASE("Faults of a chain are named where they stand", "[rules][chain]")
{
    const auto steps = [](const std::string& step) { return R"({"A-CHAIN": {"steps": [)" + step + "]}}"; };
    CHECK(has_problem(faults_of(steps(R"({"after": "PT0S"})")), "/units/0/rule_overrides/A-CHAIN/steps/0/roles"));
    CHECK(has_problem(faults_of(steps(R"({"after": "PT0S", "roles": ["leader"], "confirm": "some"})")), "/units/0/rule_overrides/A-CHAIN/steps/0/confirm"));
    CHECK(has_problem(faults_of(steps(R"({"after": "PT0S", "roles": ["leader"], "confirm": "each"})")), "/units/0/rule_overrides/A-CHAIN/steps/0/remind_every"));
    CHECK(has_problem(faults_of(steps(R"({"after": "PT0S", "leadership_channel": true, "confirm": "each", "remind_every": "PT5M"})")),
                      "/units/0/rule_overrides/A-CHAIN/steps/0/confirm"));
    CHECK(has_problem(faults_of(steps(R"({"after": "PT0S", "roles": ["leader"], "remind_every": "PT5M"})")), "/units/0/rule_overrides/A-CHAIN/steps/0/remind_every"));
    CHECK(has_problem(faults_of(R"({"A-CHAIN": {"by_level": {"5": {"steps": []}}}})"), "/units/0/rule_overrides/A-CHAIN/by_level/5"));
}

} // namespace rules_test
