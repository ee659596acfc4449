#include "store/timers.hpp"

namespace store {

namespace {

timer read(const statement& row)
{
    return {.id = row.as<timer_id>(0),
            .key = {.kind = static_cast<int>(row.integer(1)),
                    .incident = row.as<incident_id>(2),
                    .subject = row.text(3)},
            .at = row.moment(4),
            .generation = row.integer(5),
            .data = row.text(6)};
}

} // namespace

std::int64_t set_timer(transaction& tx, const timer_key& key, instant at, std::string_view data)
{
    auto row = tx.query(
        "INSERT INTO timer(kind, incident_id, subject, at_ms, generation, data) VALUES(?, ?, ?, ?, 1, ?)"
        " ON CONFLICT(incident_id, kind, subject) DO UPDATE"
        " SET at_ms = excluded.at_ms, generation = generation + 1, data = excluded.data"
        " RETURNING generation",
        key.kind, key.incident, key.subject, at, data);
    row.step();
    return row.integer(0);
}

bool cancel_timer(transaction& tx, const timer_key& key)
{
    return tx.run("DELETE FROM timer WHERE incident_id = ? AND kind = ? AND subject = ?", key.incident,
                  key.kind, key.subject) == 1;
}

bool remove_timer(transaction& tx, timer_id id)
{
    return tx.run("DELETE FROM timer WHERE id = ?", id) == 1;
}

std::int64_t cancel_timers(transaction& tx, incident_id incident)
{
    return tx.run("DELETE FROM timer WHERE incident_id = ?", incident);
}

std::int64_t cancel_timers(transaction& tx, incident_id incident, int kind)
{
    return tx.run("DELETE FROM timer WHERE incident_id = ? AND kind = ?", incident, kind);
}

std::vector<timer> due_timers(connection& from, instant now, int limit)
{
    auto rows = from.query("SELECT id, kind, incident_id, subject, at_ms, generation, data FROM timer"
                           " WHERE at_ms <= ? ORDER BY at_ms, id LIMIT ?",
                           now, limit);
    std::vector<timer> due;
    while (rows.step())
        due.push_back(read(rows));
    return due;
}

std::vector<timer> due_timers_of_kind(connection& from, instant now, int kind)
{
    auto rows = from.query("SELECT id, kind, incident_id, subject, at_ms, generation, data FROM timer"
                           " WHERE at_ms <= ? AND kind = ? ORDER BY at_ms, id",
                           now, kind);
    std::vector<timer> due;
    while (rows.step())
        due.push_back(read(rows));
    return due;
}

std::vector<timer> timers_of(connection& from, incident_id incident)
{
    auto rows = from.query("SELECT id, kind, incident_id, subject, at_ms, generation, data FROM timer"
                           " WHERE incident_id = ? ORDER BY at_ms, id",
                           incident);
    std::vector<timer> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

std::optional<timer> find_timer(connection& from, const timer_key& key)
{
    auto row = from.query("SELECT id, kind, incident_id, subject, at_ms, generation, data FROM timer"
                          " WHERE incident_id = ? AND kind = ? AND subject = ?",
                          key.incident, key.kind, key.subject);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::optional<instant> next_timer_at(connection& from)
{
    auto row = from.query("SELECT min(at_ms) FROM timer");
    row.step();
    return row.optional_moment(0);
}

std::int64_t count_timers(connection& from)
{
    auto row = from.query("SELECT count(*) FROM timer");
    row.step();
    return row.integer(0);
}

} // namespace store
