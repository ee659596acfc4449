#include "store/held_notes.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;

namespace {

const instant night(1'795'000'000'000ms);

held_note note(const std::string& person, const std::string& purpose, const std::string& text, instant at = night)
{
    return {.person = person, .incident = incident_id{7}, .purpose = purpose, .text = text, .at = at};
}

} // namespace

TEST_CASE("Held notes are given back once and oldest first", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    hold_note(tx, note("minh", "nudge:A", "second", night + 1h));
    hold_note(tx, note("minh", "nudge:B", "first"));
    hold_note(tx, note("lan", "nudge:A", "of another"));
    CHECK(people_with_held_notes(tx) == std::vector<std::string>{"lan", "minh"});
    const auto taken = take_held(tx, "minh");
    REQUIRE(taken.size() == 2);
    CHECK(taken[0].text == "first");
    CHECK(taken[0].incident == incident_id{7});
    CHECK(taken[1].text == "second");
    CHECK(taken[1].at == night + 1h);
    CHECK(take_held(tx, "minh").empty());
    CHECK(people_with_held_notes(tx) == std::vector<std::string>{"lan"});
}

TEST_CASE("A later note about the same matter takes the earlier one's place and notes about none pile up", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    hold_note(tx, note("minh", "nudge:A", "old"));
    hold_note(tx, note("minh", "nudge:A", "new", night + 1h));
    auto general = note("minh", "news", "one");
    general.incident.reset();
    hold_note(tx, general);
    hold_note(tx, general);
    const auto taken = take_held(tx, "minh");
    REQUIRE(taken.size() == 3);
    CHECK_FALSE(taken[0].incident);
    CHECK(taken[2].text == "new");
}

TEST_CASE("Acting takes back what was held about an incident by purpose or altogether", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    hold_note(tx, note("minh", "nudge:A", "a"));
    hold_note(tx, note("lan", "nudge:A", "a"));
    hold_note(tx, note("minh", "nudge:B", "b"));
    CHECK(drop_held(tx, incident_id{7}, "nudge:A") == 2);
    CHECK(drop_held(tx, incident_id{8}, "") == 0);
    CHECK(drop_held(tx, incident_id{7}, "") == 1);
    CHECK(people_with_held_notes(tx).empty());
}
