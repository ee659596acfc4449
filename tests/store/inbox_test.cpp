#include "store/inbox.hpp"
#include "store/seen_keys.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::key;
using scratch::morning;

namespace {

constexpr std::uint64_t generation = seen_keys::keys_per_generation;

void note_many(database& db, std::uint64_t first, std::uint64_t count, instant at)
{
    write_now(db, [&](transaction& tx) {
        for (std::uint64_t i = first; i < first + count; ++i)
            REQUIRE(note_inbound(tx, key(i), at));
    });
}

bool is_new(database& db, std::uint64_t number, instant at)
{
    transaction tx(db); // rolled back: only asking
    return note_inbound(tx, key(number), at);
}

} // namespace

TEST_CASE("D4: an event delivered again is known at once and 24 hours later", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        transaction tx(db);
        CHECK(note_inbound(tx, key(1), morning));
        for (int again = 0; again < 4; ++again)
            CHECK_FALSE(note_inbound(tx, key(1), morning));
        tx.commit();
    }
    database restarted(folder / "a.db");
    transaction tx(restarted);
    CHECK_FALSE(note_inbound(tx, key(1), morning + 24h));
    CHECK(note_inbound(tx, key(2), morning + 24h));
}

TEST_CASE("D4: keys of older generations are still known after many more events and a restart", "[store]")
{
    scratch::folder folder;
    const std::uint64_t total = 3 * generation + 100;
    {
        database db(folder / "a.db", {.flush = false});
        note_many(db, 0, total, morning);
        CHECK(scratch::count(db, "SELECT count(*) FROM seen_generation") == 3);
        CHECK_FALSE(is_new(db, 5, morning));
        CHECK_FALSE(is_new(db, total - 1, morning));
    }
    database db(folder / "a.db");
    transaction tx(db);
    for (std::uint64_t i = 0; i < total; i += 997)
        CHECK_FALSE(note_inbound(tx, key(i), morning));
    for (std::uint64_t i = total; i < total + 5000; ++i)
        REQUIRE(note_inbound(tx, key(i), morning));
}

TEST_CASE("A key whose event was rolled back is new again", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.flush = false});
    // Just before a generation is full, so that the fresh keys also move.
    const auto already = GENERATE(std::uint64_t{0}, std::uint64_t{5}, generation - 1, generation);
    CAPTURE(already);
    note_many(db, 1000, already, morning);
    const auto undo_all = GENERATE(true, false);
    {
        transaction tx(db);
        CHECK(note_inbound(tx, key(1), morning));
        {
            savepoint part(tx);
            CHECK(note_inbound(tx, key(2), morning));
            CHECK(note_inbound(tx, key(3), morning));
        }
        CHECK(note_inbound(tx, key(4), morning));
        CHECK_FALSE(note_inbound(tx, key(1), morning));
        CHECK(note_inbound(tx, key(2), morning));
        if (!undo_all)
            tx.commit();
    }
    CHECK(is_new(db, 1, morning) == undo_all);
    CHECK(is_new(db, 2, morning) == undo_all);
    CHECK(is_new(db, 3, morning));
    CHECK(is_new(db, 4, morning) == undo_all);
    if (already > 0)
        CHECK_FALSE(is_new(db, 1000, morning));
}

TEST_CASE("Keys are forgotten in steps once they are older than asked and never earlier", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.flush = false});
    note_many(db, 0, 1000, morning);
    note_many(db, 5000, 10, morning + 7h); // a new generation
    const auto prune = [&db](instant older_than, int limit) {
        std::int64_t gone = 0;
        write_now(db, [&](transaction& tx) { gone = prune_seen(tx, older_than, limit); });
        return gone;
    };
    CHECK(prune(morning, 10'000) == 0);
    CHECK(prune(morning + 1h, 300) == 300);
    CHECK(prune(morning + 1h, 300) == 300);
    CHECK(prune(morning + 1h, 1000) == 400);
    CHECK(prune(morning + 1h, 1000) == 0);
    CHECK(is_new(db, 7, morning + 8h));
    CHECK_FALSE(is_new(db, 5003, morning + 8h));
    CHECK(prune(morning + 50h, 1000) == 10); // the young, too, when nothing came since
    CHECK(scratch::count(db, "SELECT count(*) FROM seen") == 0);
    CHECK(scratch::count(db, "SELECT count(*) FROM seen_young") == 0);
    CHECK(scratch::count(db, "SELECT count(*) FROM seen_generation") == 0);
}

TEST_CASE("A key of another length is the caller's error", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK_THROWS_AS(note_inbound(tx, "short", morning), std::logic_error);
}

TEST_CASE("The raw log keeps bodies as received and for a state secret only the fact", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    append_raw(tx, 1, contact_id{7}, morning, "{\"text\":\"sự cố\"}");
    append_raw_fact(tx, 1, contact_id{7}, morning + 1s, "state_secret");
    const auto entries = raw_entries(tx, raw_id{0}, 10);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].body == "{\"text\":\"sự cố\"}");
    CHECK(entries[0].contact == contact_id{7});
    CHECK(entries[1].body.empty());
    CHECK(entries[1].fact == "state_secret");
    CHECK(entries[1].at == morning + 1s);
}

TEST_CASE("Erasing a person blanks their bodies step by step and nobody else's", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 25; ++i)
        append_raw(tx, 1, contact_id{i % 2}, morning, "body");
    int steps = 0;
    for (std::optional<raw_id> next = raw_id{0}; next; next = erase_raw(tx, contact_id{1}, *next, 10))
        ++steps;
    CHECK(steps == 4);
    for (const auto& entry : raw_entries(tx, raw_id{0}, 100))
        CHECK(entry.body.empty() == (entry.contact == contact_id{1}));
}

TEST_CASE("The raw log is cut at its old end only", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 20; ++i)
        append_raw(tx, 1, contact_id{1}, morning + i * 1h, "body");
    CHECK(prune_raw(tx, morning + 10h, 4) == 4);
    CHECK(prune_raw(tx, morning + 10h, 100) == 6);
    CHECK(prune_raw(tx, morning + 10h, 100) == 0);
    CHECK(raw_entries(tx, raw_id{0}, 100).size() == 10);
}
