#include "bot/incident/chain.hpp"
#include "store/audit.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

incident_id add(transaction& tx)
{
    const auto number = take_number(tx, "SC", 2026);
    return add_incident(tx, {.number = number.text, .prefix = "SC", .year = 2026, .seq = number.seq});
}

void log_event(transaction& tx, incident_id incident, const std::string& kind, const std::string& payload)
{
    const std::vector<new_event> events{{.at = morning, .kind = kind, .payload = payload}};
    append_events(tx, incident, events);
}

/// Two incidents with ten events, taking turns.
void fill(database& db)
{
    write_now(db, [](transaction& tx) {
        const auto one = add(tx);
        const auto two = add(tx);
        for (int i = 0; i < 10; ++i)
            log_event(tx, i % 2 == 0 ? one : two, "logged", "{\"text\":\"việc " + std::to_string(i) + "\"}");
    });
}

void tamper(database& db, sql text)
{
    write_now(db, [text](transaction& tx) { tx.run(text); });
}

} // namespace

TEST_CASE("Events of all incidents form one dense chain that verifies", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    CHECK(verify(db).intact());
    CHECK(head(db).seq == event_seq{0});
    CHECK(head(db).hash_hex == bot::incident::chain_start());
    fill(db);
    const auto found = verify(db);
    CHECK(found.intact());
    CHECK(found.entries == 10);
    CHECK(found.head.seq == event_seq{10});
    CHECK(found.head.hash_hex == head(db).hash_hex);
    reader beside(folder / "a.db");
    CHECK(verify(beside).intact());
    const auto history = load_events(beside, incident_id{2});
    REQUIRE(history.size() == 5);
    CHECK(history[0].seq == event_seq{2});
    CHECK(history[4].payload == "{\"text\":\"việc 9\"}");
    CHECK(history[4].at == morning);
    CHECK(history[4].kind == "logged");
    CHECK(events_after(beside, event_seq{8}, 10).size() == 2);
}

TEST_CASE("An appended event that was rolled back leaves no gap", "[store]")
{
    database db(":memory:");
    fill(db);
    {
        transaction tx(db);
        log_event(tx, incident_id{1}, "logged", "{}");
    }
    write_now(db, [](transaction& tx) { log_event(tx, incident_id{1}, "logged", "{}"); });
    CHECK(verify(db).intact());
    CHECK(head(db).seq == event_seq{11});
}

TEST_CASE("F8: an edit of any column is found where it was made", "[store]")
{
    database db(":memory:");
    fill(db);
    SECTION("payload")
    {
        tamper(db, "UPDATE incident_event SET payload = '{}' WHERE seq = 4");
    }
    SECTION("kind")
    {
        tamper(db, "UPDATE incident_event SET kind = 'closed' WHERE seq = 4");
    }
    SECTION("time")
    {
        tamper(db, "UPDATE incident_event SET at_ms = at_ms + 1 WHERE seq = 4");
    }
    SECTION("incident")
    {
        tamper(db, "UPDATE incident_event SET incident_id = 1 WHERE seq = 4");
    }
    SECTION("salt")
    {
        tamper(db, "UPDATE incident_event SET salt = x'00' WHERE seq = 4");
    }
    SECTION("digest")
    {
        tamper(db, "UPDATE incident_event SET digest = upper(digest) WHERE seq = 4");
    }
    SECTION("hash")
    {
        tamper(db, "UPDATE incident_event SET hash = replace(hash, 'a', 'b') WHERE seq = 4");
    }
    const auto found = verify(db);
    CHECK(found.fault == chain_fault::altered);
    CHECK(found.first_broken == event_seq{4});
}

TEST_CASE("F8: a deleted row is found", "[store]")
{
    database db(":memory:");
    fill(db);
    SECTION("in the middle")
    {
        tamper(db, "DELETE FROM incident_event WHERE seq = 4");
        CHECK(verify(db).first_broken == event_seq{4});
    }
    SECTION("at the beginning")
    {
        tamper(db, "DELETE FROM incident_event WHERE seq = 1");
        CHECK(verify(db).first_broken == event_seq{1});
    }
    SECTION("with the rest moved up")
    {
        tamper(db, "DELETE FROM incident_event WHERE seq = 4");
        for (int seq = 5; seq <= 10; ++seq)
            write_now(db, [seq](transaction& tx) {
                tx.run("UPDATE incident_event SET seq = seq - 1 WHERE seq = ?", seq);
            });
        CHECK(verify(db).fault == chain_fault::altered);
        CHECK(verify(db).first_broken == event_seq{4});
    }
}

TEST_CASE("F8: a cut tail is found even by itself and surely against a sealed head", "[store]")
{
    database db(":memory:");
    fill(db);
    const auto sealed = head(db).hash_hex;
    CHECK(verify(db, sealed).intact());
    write_now(db, [](transaction& tx) { log_event(tx, incident_id{1}, "logged", "{}"); });
    CHECK(verify(db, sealed).intact()); // it has grown since
    auto upper = sealed;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    CHECK(verify(db, upper).intact());

    tamper(db, "DELETE FROM incident_event WHERE seq > 8");
    CHECK(verify(db).fault == chain_fault::missing);
    CHECK(verify(db).first_broken == event_seq{9});
    // One who knows SQLite cuts its memory as well; the seal still tells.
    tamper(db, "UPDATE sqlite_sequence SET seq = 8 WHERE name = 'incident_event'");
    CHECK(verify(db).intact());
    const auto found = verify(db, sealed);
    CHECK(found.fault == chain_fault::sealed_head_absent);
    CHECK(found.first_broken == event_seq{9});
    CHECK_THROWS_AS(verify(db, "not a hash"), std::invalid_argument);
}

TEST_CASE("An erased payload is gone while the chain still verifies", "[store]")
{
    database db(":memory:");
    fill(db);
    const auto sealed = head(db).hash_hex;
    const std::string tombstone = R"({"erased":true})";
    write_now(db, [&](transaction& tx) {
        log_event(tx, incident_id{1}, "erased",
                  "{\"rewritten\":[\"" + bot::incident::sha256_hex(tombstone) + "\"]}");
        redact_event(tx, event_seq{3}, event_seq{11}, tombstone);
    });
    const auto found = verify(db, sealed);
    CHECK(found.intact());
    CHECK(found.redacted == 1);
    const auto history = load_events(db, incident_id{1});
    CHECK(history[1].redacted);
    CHECK(history[1].payload == tombstone);
    CHECK(scratch::count(db, "SELECT count(*) FROM incident_event WHERE salt IS NULL") == 1);
    CHECK(scratch::count(db, "SELECT count(*) FROM incident_event WHERE payload LIKE '%việc 2%'") == 0);

    // Another person in the same entry may ask as well: a redacted entry is redacted once more.
    const std::string emptier = R"({"erased":2})";
    write_now(db, [&](transaction& tx) {
        log_event(tx, incident_id{1}, "erased",
                  "{\"rewritten\":[\"" + bot::incident::sha256_hex(emptier) + "\"]}");
        redact_event(tx, event_seq{3}, event_seq{12}, emptier);
    });
    CHECK(verify(db, sealed).intact());
    CHECK(load_events(db, incident_id{1})[1].payload == emptier);

    // The tombstone itself cannot be edited either.
    tamper(db, "UPDATE incident_event SET payload = '{\"erased\":false}' WHERE seq = 3");
    CHECK(verify(db).fault == chain_fault::redaction_unproven);
    CHECK(verify(db).first_broken == event_seq{3});
}

TEST_CASE("A payload cannot be passed off as erased", "[store]")
{
    database db(":memory:");
    fill(db);
    tamper(db, "UPDATE incident_event SET payload = '{}', redacted_by = 5 WHERE seq = 3");
    CHECK(verify(db).fault == chain_fault::redaction_unproven);
    transaction tx(db);
    CHECK_THROWS_AS(redact_event(tx, event_seq{5}, event_seq{3}, "{}"), std::logic_error);
    CHECK_THROWS_AS(redact_event(tx, event_seq{3}, event_seq{4}, "{}"),
                    std::logic_error); // another incident's
    CHECK_THROWS_AS(redact_event(tx, event_seq{3}, event_seq{99}, "{}"), std::logic_error);
}

TEST_CASE("Equal payloads have different digests unless the salts are handed in", "[store]")
{
    const auto digests = [](database_options options) {
        database db(":memory:", std::move(options));
        fill(db);
        write_now(db, [](transaction& tx) {
            log_event(tx, incident_id{1}, "logged", "{}");
            log_event(tx, incident_id{1}, "logged", "{}");
        });
        CHECK(verify(db).intact());
        return scratch::count(db, "SELECT count(DISTINCT digest) FROM incident_event WHERE payload = '{}'");
    };
    CHECK(digests({}) == 2);
    const auto zeros = [](std::span<unsigned char> bytes) { std::fill(bytes.begin(), bytes.end(), '\0'); };
    CHECK(digests({.entropy = zeros}) == 1);
}
