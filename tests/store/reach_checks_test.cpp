#include "store/reach_checks.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;

TEST_CASE("A check is open until it is answered and only the latest counts", "[store]")
{
    const instant monday(1'795'000'000'000ms);
    database db(":memory:");
    transaction tx(db);
    CHECK_FALSE(find_reach_check(tx, "minh"));
    CHECK_FALSE(note_reach_answered(tx, "minh", monday));
    note_reach_asked(tx, "minh", 1, monday);
    note_reach_asked(tx, "lan", 4, monday);
    CHECK(unanswered_reach_checks(tx, monday).size() == 2);
    CHECK(note_reach_answered(tx, "lan", monday + 1h));
    CHECK_FALSE(note_reach_answered(tx, "lan", monday + 2h));
    CHECK(find_reach_check(tx, "lan")->answered_at == monday + 1h);
    const auto left = unanswered_reach_checks(tx, monday);
    REQUIRE(left.size() == 1);
    CHECK(left[0].person == "minh");
    CHECK(left[0].channel == 1);
    note_reach_asked(tx, "minh", 0, monday + 168h);
    CHECK(unanswered_reach_checks(tx, monday).empty());
    CHECK(unanswered_reach_checks(tx, monday + 168h).size() == 1);
}
