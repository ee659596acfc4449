#include "store/absences.hpp"
#include "store/duty_changes.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

duty_change minh_for_lan(instant from, instant until)
{
    return {.unit = "bvdk", .role = "incident_manager", .person = "minh", .instead_of = "lan", .from = from, .until = until, .by = "minh", .at = morning};
}

} // namespace

TEST_CASE("A change of duty stands in its time for its post, with who entered it and when", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    add_duty_change(tx, minh_for_lan(morning + 24h, morning + 48h));
    CHECK(duty_changes_between(tx, "bvdk", "incident_manager", morning, morning + 24h).empty());
    CHECK(duty_changes_between(tx, "bvdk", "incident_manager", morning + 48h, morning + 72h).empty());
    CHECK(duty_changes_between(tx, "bvdk", "handler", morning, morning + 72h).empty());
    const auto found = duty_changes_between(tx, "bvdk", "incident_manager", morning + 47h, morning + 72h);
    REQUIRE(found.size() == 1);
    CHECK(found.front().person == "minh");
    CHECK(found.front().instead_of == "lan");
    CHECK(found.front().from == morning + 24h);
    CHECK(found.front().until == morning + 48h);
    CHECK(found.front().by == "minh");
    CHECK(found.front().at == morning);
    CHECK_FALSE(found.front().settled_at);
}

TEST_CASE("A swap is in force only once it was accepted, and counts from then", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto mine = minh_for_lan(morning + 24h, morning + 48h);
    auto yours = minh_for_lan(morning + 72h, morning + 96h);
    std::swap(yours.person, yours.instead_of);
    mine.by = yours.by = "lan";
    const auto number = offer_duty_swap(tx, {mine, yours});
    CHECK(number == 1);
    CHECK(duty_offers_to(tx, "minh") == std::vector<std::int64_t>{1});
    CHECK(duty_offers_to(tx, "lan").empty());
    CHECK(duty_offers_by(tx, "lan") == std::vector<std::int64_t>{1});
    CHECK(duty_changes_between(tx, "bvdk", "incident_manager", morning, morning + 96h).empty());

    auto later = minh_for_lan(morning + 24h, morning + 30h);
    later.at = morning + 1h;
    add_duty_change(tx, later);
    CHECK(settle_duty_offer(tx, 1, duty_change_state::in_force, "minh", morning + 2h));
    CHECK_FALSE(settle_duty_offer(tx, 1, duty_change_state::refused, "minh", morning + 3h));
    const auto all = duty_changes_between(tx, "bvdk", "incident_manager", morning, morning + 96h);
    REQUIRE(all.size() == 3);
    CHECK(all.front().offer == 0); // entered before the swap was accepted
    CHECK(all.back().settled_by == "minh");
    CHECK(all.back().settled_at == morning + 2h);
    CHECK(duty_offers_to(tx, "minh").empty());
}

TEST_CASE("A refused offer stays on record and its number is not given again", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK(offer_duty_swap(tx, {minh_for_lan(morning, morning + 1h)}) == 1);
    CHECK(settle_duty_offer(tx, 1, duty_change_state::refused, "minh", morning));
    CHECK(duty_changes_between(tx, "bvdk", "incident_manager", morning, morning + 1h).empty());
    CHECK(offer_duty_swap(tx, {minh_for_lan(morning, morning + 1h)}) == 2);
    REQUIRE(duty_offer(tx, 1).size() == 1);
    CHECK(duty_offer(tx, 1).front().state == duty_change_state::refused);
    CHECK(duty_offer(tx, 0).empty());
    CHECK_FALSE(settle_duty_offer(tx, 0, duty_change_state::refused, "minh", morning));
}

TEST_CASE("Absences are found by the stretch they touch", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    add_absence(tx, {.person = "minh", .from = morning + 24h, .until = morning + 48h, .by = "minh"});
    add_absence(tx, {.person = "minh", .from = morning + 72h, .until = morning + 96h, .by = "minh"});
    add_absence(tx, {.person = "lan", .from = morning, .until = morning + 96h, .by = "lan"});
    CHECK(absences_between(tx, "minh", morning, morning + 24h).empty());
    CHECK(absences_between(tx, "minh", morning + 48h, morning + 72h).empty());
    CHECK(absences_between(tx, "minh", morning, morning + 200h).size() == 2);
    CHECK(absences_between(tx, morning + 47h, morning + 49h).size() == 2);
}
