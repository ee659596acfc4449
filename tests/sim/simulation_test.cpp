#include "tests/sim/world.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace {

constexpr std::uint64_t seeds_in_ci = 200;

void hold(std::uint64_t seed)
{
    const auto found = sim::run(seed, /*days*/ 2);
    std::string broken;
    for (const auto& one : found.broken)
        broken += "\n  " + one;
    INFO("SIM_SEED=" << seed << broken);
    CHECK(found.broken.empty());
    CHECK(found.reports == 2);
}

} // namespace

TEST_CASE("Through losses redeliveries reordering and deaths every promise holds")
{
    if (const char* replay = std::getenv("SIM_SEED"))
        return hold(std::strtoull(replay, nullptr, 10));
    for (std::uint64_t seed = 1; seed <= seeds_in_ci; ++seed)
        hold(seed);
}

TEST_CASE("The storms do strike")
{
    int deaths = 0;
    int reminders = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const auto found = sim::run(seed, 2);
        deaths += found.deaths;
        reminders += found.reminders;
    }
    CHECK(deaths > 5);
    CHECK(reminders > 5);
}

TEST_CASE("One seed gives one run")
{
    CHECK(sim::run(42, 1).digest == sim::run(42, 1).digest);
}
