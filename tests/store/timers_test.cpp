#include "store/timers.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

TEST_CASE("A timer is set once for a subject and moved by setting it again", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const timer_key reminder{.kind = 1, .incident = incident_id{7}, .subject = "A-H2"};
    CHECK(set_timer(tx, reminder, morning + 4h, "{}") == 1);
    CHECK(set_timer(tx, reminder, morning + 6h, "[]") == 2);
    const timer_key housekeeping{.kind = 9, .incident = {}, .subject = ""};
    CHECK(set_timer(tx, housekeeping, morning + 5h) == 1);
    CHECK(set_timer(tx, housekeeping, morning + 5h) == 2); // unique without an incident, too
    CHECK(count_timers(tx) == 2);
    CHECK(next_timer_at(tx) == morning + 5h);
    const auto found = find_timer(tx, reminder);
    REQUIRE(found);
    CHECK(found->at == morning + 6h);
    CHECK(found->generation == 2);
    CHECK(found->data == "[]");
    CHECK(cancel_timer(tx, reminder));
    CHECK_FALSE(cancel_timer(tx, reminder));
    CHECK_FALSE(find_timer(tx, reminder));
}

TEST_CASE("Due timers come oldest first and none early", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK_FALSE(next_timer_at(tx));
    for (int i = 5; i > 0; --i)
        set_timer(tx, {.kind = 1, .incident = incident_id{i}, .subject = "A-ACK"}, morning + i * 1h);
    CHECK(due_timers(tx, morning + 1h - 1ms, 10).empty());
    const auto due = due_timers(tx, morning + 3h, 2);
    REQUIRE(due.size() == 2);
    CHECK(due[0].key.incident == incident_id{1});
    CHECK(due[1].key.incident == incident_id{2});
    CHECK(remove_timer(tx, due[0].id));
    CHECK_FALSE(remove_timer(tx, due[0].id));
    CHECK(due_timers(tx, morning + 3h, 10).size() == 2);
    CHECK(next_timer_at(tx) == morning + 2h);
}

TEST_CASE("Acting cancels what is left of an incident and nothing of another", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (const auto incident : {incident_id{1}, incident_id{2}})
        for (int kind = 1; kind <= 3; ++kind)
            set_timer(tx, {.kind = kind, .incident = incident, .subject = "x"}, morning);
    CHECK(cancel_timers(tx, incident_id{1}, 2) == 1);
    CHECK(timers_of(tx, incident_id{1}).size() == 2);
    CHECK(cancel_timers(tx, incident_id{1}) == 2);
    CHECK(timers_of(tx, incident_id{2}).size() == 3);
}

TEST_CASE("100 000 pending timers cost nothing when a few are due", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.flush = false});
    write_now(db, [](transaction& tx) {
        for (int i = 0; i < 100'000; ++i)
            set_timer(tx, {.kind = 1, .incident = incident_id{i + 1}, .subject = "A-ACK"},
                      morning + 24h + i * 1s);
        for (int i = 0; i < 10; ++i)
            set_timer(tx, {.kind = 2, .incident = incident_id{i + 1}, .subject = "A-ACK"}, morning + i * 1s);
    });
    CHECK(next_timer_at(db) == morning);
    CHECK(due_timers(db, morning + 1h, 1000).size() == 10);
    // Not a matter of luck with a clock: both questions are answered from an index.
    for (const auto plan :
         {sql("EXPLAIN QUERY PLAN SELECT min(at_ms) FROM timer"),
          sql("EXPLAIN QUERY PLAN SELECT id, kind, incident_id, subject, at_ms, generation, data FROM timer"
              " WHERE at_ms <= 1 ORDER BY at_ms, id LIMIT 1")}) {
        auto row = db.query(plan);
        REQUIRE(row.step());
        CHECK_THAT(row.text(3), Catch::Contains("timer_at"));
        CHECK_FALSE(row.step()); // and not sorted afterwards
    }
}

TEST_CASE("Due timers of one kind are found among the others", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    set_timer(tx, {.kind = 1, .incident = incident_id{7}, .subject = "A-H2"}, morning);
    set_timer(tx, {.kind = 15, .incident = {}, .subject = "b"}, morning + 1h);
    set_timer(tx, {.kind = 15, .incident = {}, .subject = "a"}, morning);
    set_timer(tx, {.kind = 15, .incident = {}, .subject = "c"}, morning + 2h);
    const auto due = due_timers_of_kind(tx, morning + 1h, 15);
    REQUIRE(due.size() == 2);
    CHECK(due[0].key.subject == "a");
    CHECK(due[1].key.subject == "b");
}
