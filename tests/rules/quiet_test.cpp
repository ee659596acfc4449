#include "bot/rules/quiet.hpp"
#include "tests/rules/support.hpp"

namespace rules_test {

TEST_CASE("Quiet hours over midnight end at their hour for levels 0 and 1", "[rules][quiet]")
{
    const quiet_hours night;
    CHECK(quiet_until(night, 1, at("2026-11-23 22:00")) == at("2026-11-24 07:00"));
    CHECK(quiet_until(night, 0, at("2026-11-24 06:59:59.999")) == at("2026-11-24 07:00"));
    CHECK_FALSE(quiet_until(night, 1, at("2026-11-24 07:00")));
    CHECK_FALSE(quiet_until(night, 1, at("2026-11-23 21:59:59.999")));
}

TEST_CASE("Grave incidents and those nobody has judged wake people", "[rules][quiet]")
{
    const quiet_hours night;
    for (const int level : {2, 3, 4})
        CHECK_FALSE(quiet_until(night, level, at("2026-11-24 02:00")));
    CHECK_FALSE(quiet_until(night, std::nullopt, at("2026-11-24 02:00")));
}

TEST_CASE("Quiet hours within a day and none at all", "[rules][quiet]")
{
    const quiet_hours noon{.from = 12h, .to = 13h, .levels = {1}};
    CHECK(quiet_until(noon, 1, at("2026-11-23 12:30")) == at("2026-11-23 13:00"));
    CHECK_FALSE(quiet_until(noon, 1, at("2026-11-23 13:30")));
    CHECK_FALSE(quiet_until(noon, 0, at("2026-11-23 12:30")));
    CHECK_FALSE(quiet_until({.from = 12h, .to = 12h, .levels = {1}}, 1, at("2026-11-23 12:00")));
}

TEST_CASE("The next time of day is always ahead", "[rules][quiet]")
{
    CHECK(next_time_of_day(7h, at("2026-11-23 06:59:59.999")) == at("2026-11-23 07:00"));
    CHECK(next_time_of_day(7h, at("2026-11-23 07:00")) == at("2026-11-24 07:00"));
    CHECK(next_time_of_day(7h, at("2026-11-23 23:30")) == at("2026-11-24 07:00"));
}

} // namespace rules_test
