#include "adapters/sandbox/wall_clock.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using bot::rules::instant;

TEST_CASE("The plain clock jumps ahead and never back", "[sandbox]")
{
    adapters::sandbox::wall_clock clock(instant{1'000'000ms});
    clock.set_speed(0);
    const instant stood = clock.now();
    clock.jump(1h);
    CHECK(clock.now() == stood + 1h);
    clock.jump(-2h);
    CHECK(clock.now() == stood + 1h);
    CHECK(clock.speed() == 0.0);
}
