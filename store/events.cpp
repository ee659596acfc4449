#include "store/events.hpp"

#include "bot/incident/chain.hpp"
#include "store/audit.hpp"
#include "store/chain_bytes.hpp"

#include <array>
#include <stdexcept>

namespace store {

namespace {

constexpr std::size_t salt_size = 16;

std::vector<stored_event> read_all(statement rows)
{
    std::vector<stored_event> found;
    while (rows.step())
        found.push_back({.seq = rows.as<event_seq>(0),
                         .incident = rows.as<incident_id>(1),
                         .at = rows.moment(2),
                         .kind = rows.text(3),
                         .payload = rows.text(4),
                         .redacted = !rows.is_null(5)});
    return found;
}

} // namespace

event_seq append_events(transaction& tx, incident_id incident, std::span<const new_event> events)
{
    auto last = head(tx);
    for (const auto& one : events) {
        const event_seq seq{static_cast<std::int64_t>(last.seq) + 1};
        std::array<unsigned char, salt_size> random{};
        tx.db().fill_random(random);
        const std::string salt(random.begin(), random.end());
        const auto digest = payload_digest(salt, one.payload);
        auto hash =
            bot::incident::entry_hash(last.hash_hex, chain_bytes(seq, incident, one.at, one.kind, digest));
        // The seq is given, not drawn: should SQLite remember a higher one, a cut tail shows in verify().
        tx.run("INSERT INTO incident_event(seq, incident_id, at_ms, kind, payload, salt, digest, hash)"
               " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
               seq, incident, one.at, one.kind, one.payload, blob{salt}, digest, hash);
        last = {.seq = seq, .hash_hex = std::move(hash)};
    }
    return last.seq;
}

std::vector<stored_event> load_events(connection& from, incident_id incident)
{
    return read_all(
        from.query("SELECT seq, incident_id, at_ms, kind, payload, redacted_by FROM incident_event"
                   " WHERE incident_id = ? ORDER BY seq",
                   incident));
}

std::vector<stored_event> events_after(connection& from, event_seq after, int limit)
{
    return read_all(
        from.query("SELECT seq, incident_id, at_ms, kind, payload, redacted_by FROM incident_event"
                   " WHERE seq > ? ORDER BY seq LIMIT ?",
                   after, limit));
}

void redact_event(transaction& tx, event_seq which, event_seq recorded_by, std::string_view tombstone)
{
    const auto changed = tx.run(
        "UPDATE incident_event SET payload = ?3, salt = NULL, redacted_by = ?2 WHERE seq = ?1 AND ?2 > ?1"
        " AND EXISTS (SELECT 1 FROM incident_event r WHERE r.seq = ?2"
        " AND r.incident_id = incident_event.incident_id)",
        which, recorded_by, tombstone);
    if (changed != 1)
        throw std::logic_error("redact_event: not recorded by a later event of the same incident");
}

} // namespace store
