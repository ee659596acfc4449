#include "bot/flow/quota.hpp"

#include <catch2/catch.hpp>

using namespace bot::flow;
using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using std::chrono::November;
using std::chrono::year;

TEST_CASE("E4: a low level leaves the reserve alone and a serious or unknown one may use it", "[flow]")
{
    // 100 a month, 20 of them in reserve.
    CHECK(left_for(100, 0, 20, 1) == 80);
    CHECK(left_for(100, 79, 20, 2) == 1);
    CHECK(left_for(100, 80, 20, 2) == 0);
    CHECK(left_for(100, 80, 20, 3) == 20);
    CHECK(left_for(100, 80, 20, 4) == 20);
    CHECK(left_for(100, 80, 20, std::nullopt) == 20);
    CHECK(left_for(100, 100, 20, 4) == 0);
    CHECK(left_for(100, 130, 20, 4) == 0);
}

TEST_CASE("E4: the reserve is rounded up and may be nothing or all", "[flow]")
{
    CHECK(reserve_of(1, 20) == 1);
    CHECK(reserve_of(5, 20) == 1);
    CHECK(reserve_of(6, 20) == 2);
    CHECK(left_for(10, 0, 0, 0) == 10);
    CHECK(left_for(10, 0, 100, 0) == 0);
    CHECK(left_for(0, 0, 20, 4) == 0);
}

TEST_CASE("The month of a moment begins and ends at midnight in Vietnam", "[flow]")
{
    const auto last = from_vietnam(year{2026} / November / 30, 23, 59, 59);
    const auto next = from_vietnam(year{2026} / 12 / 1, 0, 0, 0);
    CHECK(month_of(last).next == month_of(next).first);
    CHECK(month_of(last).next - month_of(last).first == 30);
    CHECK(month_of(next).next - month_of(next).first == 31);
    CHECK(vietnam_day(last) + 1 == vietnam_day(next));
    CHECK(vietnam_day(next) == month_of(next).first);
}

TEST_CASE("The forecast goes on at the present pace and says nothing in the first three days", "[flow]")
{
    const auto on = [](int day, int hour) { return from_vietnam(year{2026} / November / day, hour, 0); };
    CHECK_FALSE(forecast(50, on(3, 23)));
    CHECK(forecast(30, on(4, 0)) == 300);  // 10 a day
    CHECK(forecast(50, on(16, 0)) == 100); // half of the month is over
    CHECK(forecast(50, on(30, 23)) <= 51);
    CHECK(forecast(0, on(16, 0)) == 0);
}
