#include "store/unit_duties.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

TEST_CASE("A unit's duty is recorded with who and when and proof", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    discharge_duty(tx, {.unit = "bvdk", .rule_id = "Y-20", .year = 2026, .done_at = morning, .by = "lan", .proof = "CV 12/BV"});
    discharge_duty(tx, {.unit = "syt", .rule_id = "Y-20", .year = 2026, .done_at = morning, .by = "quyen"});
    const auto found = discharged_duties(tx, "bvdk", 2026);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rule_id == "Y-20");
    CHECK(found[0].done_at == morning);
    CHECK(found[0].by == "lan");
    CHECK(found[0].proof == "CV 12/BV");
    CHECK(discharged_duties(tx, "bvdk", 2025).empty());
}

TEST_CASE("A second record of a duty takes the place of the first and can be taken back", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    discharge_duty(tx, {.unit = "bvdk", .rule_id = "Y-20", .year = 2026, .done_at = morning, .by = "lan"});
    discharge_duty(tx, {.unit = "bvdk", .rule_id = "Y-20", .year = 2026, .done_at = morning + 1h, .by = "minh", .proof = "CV 13/BV"});
    REQUIRE(discharged_duties(tx, "bvdk", 2026).size() == 1);
    CHECK(discharged_duties(tx, "bvdk", 2026)[0].proof == "CV 13/BV");
    CHECK(reopen_duty(tx, "bvdk", "Y-20", 2026));
    CHECK_FALSE(reopen_duty(tx, "bvdk", "Y-20", 2026));
    CHECK(discharged_duties(tx, "bvdk", 2026).empty());
}
