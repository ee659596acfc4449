#include "store/drills.hpp"
#include "store/absences.hpp"
#include "store/contacts.hpp"
#include "store/people_copy.hpp"
#include "store/settings.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

drill of_unit(std::string unit)
{
    return {.unit = std::move(unit), .speed = 60, .scenario = "mã độc", .started_by = "lan", .started_at = morning, .ends_at = morning + 24h};
}

} // namespace

TEST_CASE("A drill runs from its start to its end and one of a single person is nobody else's", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = add_drill(tx, of_unit("bvdk"));
    auto own = of_unit("syt");
    own.person = "thanh";
    add_drill(tx, own);
    const auto found = running_drill(tx, "bvdk", morning);
    REQUIRE(found);
    CHECK(found->id == id);
    CHECK(found->speed == 60);
    CHECK(found->scenario == "mã độc");
    CHECK_FALSE(running_drill(tx, "syt", morning));
    CHECK(running_drills(tx, morning).size() == 1);
    CHECK_FALSE(running_drill(tx, "bvdk", morning + 24h));
    CHECK(end_drill(tx, id, morning + 1h));
    CHECK_FALSE(end_drill(tx, id, morning + 2h));
    CHECK(find_drill(tx, id)->ended_at == morning + 1h);
    CHECK_FALSE(running_drill(tx, "bvdk", morning + 1h));
}

TEST_CASE("A chat takes part in one drill at a time and in none that has ended", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto first = add_drill(tx, of_unit("a"));
    const auto second = add_drill(tx, of_unit("b"));
    const auto chat = load_or_create(tx, 1, "2400").id;
    CHECK_FALSE(drill_joined(tx, chat, morning));
    join_drill(tx, first, chat);
    join_drill(tx, second, chat);
    CHECK(drill_joined(tx, chat, morning)->id == second);
    end_drill(tx, second, morning + 1min);
    CHECK_FALSE(drill_joined(tx, chat, morning + 1min));
    join_drill(tx, first, chat);
    CHECK(leave_drill(tx, chat));
    CHECK_FALSE(leave_drill(tx, chat));
    CHECK_FALSE(drill_joined(tx, chat, morning));
}

TEST_CASE("The injects of a drill end with it", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = add_drill(tx, of_unit("bvdk"));
    const auto silent = add_inject(tx, {.of = id, .what = inject_kind::no_answer, .person = "lan", .from = morning});
    inject_told(tx, silent, inject_notice::begun);
    CHECK(end_injects(tx, id, morning + 5min) == 1);
    add_inject(tx, {.of = id, .what = inject_kind::zalo_down, .from = morning + 10min});
    end_drill(tx, id, morning + 20min);
    const auto all = injects_of(tx, id);
    REQUIRE(all.size() == 2);
    CHECK(all[0].person == "lan");
    CHECK(all[0].until == morning + 5min);
    CHECK(all[0].told == inject_notice::begun);
    CHECK(all[1].what == inject_kind::zalo_down);
    CHECK(all[1].until == morning + 20min);
}

TEST_CASE("A copy for a rehearsal holds who can be reached and nothing of strangers", "[store]")
{
    database live(":memory:");
    transaction tx(live);
    auto lan = load_or_create(tx, 1, "2400");
    link_contact(tx, lan, "lan");
    lan.last_inbound_at = morning;
    save(tx, lan);
    load_or_create(tx, 1, "2499"); // linked to nobody
    load_or_create(tx, 2, "group");
    add_absence(tx, {.person = "minh", .from = morning, .until = morning + 8h, .by = "minh"});
    set_setting(tx, "something", "kept");
    set_setting(tx, "rehearsal:bvdk", "left behind");

    database stage(":memory:");
    transaction into(stage);
    copy_people(tx, into);
    REQUIRE(find_contact(into, 1, "2400"));
    CHECK(find_contact(into, 1, "2400")->id == lan.id);
    CHECK(find_contact(into, 1, "2400")->last_inbound_at == morning);
    CHECK(find_contact(into, 2, "group"));
    CHECK_FALSE(find_contact(into, 1, "2499"));
    CHECK(absence_of(into, "minh", morning));
    CHECK(setting(into, "something") == "kept");
    CHECK_FALSE(setting(into, "rehearsal:bvdk"));
    open_all_windows(into, morning + 48h);
    CHECK(find_contact(into, 1, "2400")->last_inbound_at == morning + 48h);
    CHECK(find_contact(tx, 1, "2400")->last_inbound_at == morning); // the live one is as it was
}
