#include "adapters/email/backoff.hpp"
#include "adapters/email/mail_retry.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace std::chrono_literals;

TEST_CASE("A mail is tried after 1 and 5 and 15 and 30 minutes and then hourly for a day", "[email]")
{
    const mail_retry table;
    CHECK(table.wait_after(1, 0ms) == 1min);
    CHECK(table.wait_after(2, 1min) == 5min);
    CHECK(table.wait_after(3, 6min) == 15min);
    CHECK(table.wait_after(4, 21min) == 30min);
    CHECK(table.wait_after(5, 51min) == 1h);
    CHECK(table.wait_after(20, 23h) == 1h);
    CHECK_FALSE(table.wait_after(21, 23h + 1min));
    CHECK(table.wait_after(0, 0ms) == 1min);
    // The tries of a day add up to it.
    bot::rules::duration age{};
    int failures = 0;
    while (const auto wait = table.wait_after(++failures, age))
        age += *wait;
    CHECK(age == 23h + 51min);
    CHECK(failures == 28);
}

TEST_CASE("What may have arrived goes again after ten minutes at the earliest and never sooner than asked", "[email]")
{
    const mail_retry table;
    CHECK(table.wait_after(1, 0ms, true) == 10min);
    CHECK(table.wait_after(4, 0ms, true) == 30min);
    CHECK(table.wait_after(1, 0ms, false, 2h) == 2h);
    CHECK_FALSE(table.wait_after(1, 0ms, false, 25h));
}

TEST_CASE("Reconnecting waits anything up to a limit that doubles", "[email]")
{
    backoff wait{.first = 1s, .longest = 5min};
    CHECK(wait.jittered(0.5) == 500ms);
    CHECK(wait.jittered(0.999) == 1998ms);
    CHECK(wait.jittered(0) == 0ms);
    for (int i = 0; i < 100; ++i)
        CHECK(wait.jittered(0.999) <= 5min);
    CHECK(wait.jittered(0.5) == 150s);
    wait.reset();
    CHECK(wait.jittered(0.5) == 500ms);
    backoff refused{.first = 5min, .longest = 1h};
    CHECK(refused.steady(0) == 5min);
    CHECK(refused.steady(0.5) == 10min + 30s);
    CHECK(refused.steady(0) == 20min);
    CHECK(refused.steady(0) == 40min);
    CHECK(refused.steady(0) == 1h);
}
