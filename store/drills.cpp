#include "store/drills.hpp"

namespace store {

namespace {

drill read(const statement& row)
{
    return {.id = row.as<drill_id>(0),
            .unit = row.text(1),
            .person = row.text(2),
            .speed = static_cast<int>(row.integer(3)),
            .scenario = row.text(4),
            .started_by = row.text(5),
            .started_at = row.moment(6),
            .ends_at = row.moment(7),
            .ended_at = row.optional_moment(8),
            .announced = row.flag(9)};
}

std::optional<drill> first(statement row)
{
    if (!row.step())
        return std::nullopt;
    return read(row);
}

} // namespace

drill_id add_drill(transaction& tx, const drill& one)
{
    tx.run("INSERT INTO drill(unit, person, speed, scenario, started_by, started_ms, ends_ms)"
           " VALUES(?, ?, ?, ?, ?, ?, ?)",
           one.unit, one.person, one.speed, one.scenario, one.started_by, one.started_at, one.ends_at);
    return drill_id{tx.last_id()};
}

std::optional<drill> find_drill(connection& from, drill_id id)
{
    return first(from.query("SELECT id, unit, person, speed, scenario, started_by, started_ms, ends_ms,"
                            " ended_ms, announced FROM drill WHERE id = ?",
                            id));
}

std::optional<drill> running_drill(connection& from, std::string_view unit, instant now)
{
    return first(from.query("SELECT id, unit, person, speed, scenario, started_by, started_ms, ends_ms,"
                            " ended_ms, announced FROM drill"
                            " WHERE unit = ? AND person = '' AND ended_ms IS NULL AND ends_ms > ?"
                            " ORDER BY id LIMIT 1",
                            unit, now));
}

std::vector<drill> running_drills(connection& from, instant now)
{
    auto rows = from.query("SELECT id, unit, person, speed, scenario, started_by, started_ms, ends_ms,"
                           " ended_ms, announced FROM drill"
                           " WHERE person = '' AND ended_ms IS NULL AND ends_ms > ? ORDER BY id",
                           now);
    std::vector<drill> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

void drill_announced(transaction& tx, drill_id id)
{
    tx.run("UPDATE drill SET announced = 1 WHERE id = ?", id);
}

bool end_drill(transaction& tx, drill_id id, instant at)
{
    tx.run("DELETE FROM drill_member WHERE drill_id = ?", id);
    end_injects(tx, id, at);
    return tx.run("UPDATE drill SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL", at, id) == 1;
}

void cut_drill_short(transaction& tx, drill_id id, instant at)
{
    tx.run("UPDATE drill SET ends_ms = ?1 WHERE id = ?2 AND ends_ms > ?1", at, id);
}

void join_drill(transaction& tx, drill_id id, contact_id contact)
{
    tx.run("INSERT INTO drill_member(contact_id, drill_id) VALUES(?, ?)"
           " ON CONFLICT(contact_id) DO UPDATE SET drill_id = excluded.drill_id",
           contact, id);
}

bool leave_drill(transaction& tx, contact_id contact)
{
    return tx.run("DELETE FROM drill_member WHERE contact_id = ?", contact) == 1;
}

std::optional<drill> drill_joined(connection& from, contact_id contact, instant now)
{
    return first(from.query("SELECT d.id, d.unit, d.person, d.speed, d.scenario, d.started_by, d.started_ms,"
                            " d.ends_ms, d.ended_ms, d.announced FROM drill_member m"
                            " JOIN drill d ON d.id = m.drill_id"
                            " WHERE m.contact_id = ? AND d.ended_ms IS NULL AND d.ends_ms > ?",
                            contact, now));
}

void add_drill_incident(transaction& tx, drill_id id, incident_id incident)
{
    tx.run("INSERT INTO drill_incident(incident_id, drill_id) VALUES(?, ?)", incident, id);
}

std::optional<drill> drill_of(connection& from, incident_id incident)
{
    return first(from.query("SELECT d.id, d.unit, d.person, d.speed, d.scenario, d.started_by, d.started_ms,"
                            " d.ends_ms, d.ended_ms, d.announced FROM drill_incident i"
                            " JOIN drill d ON d.id = i.drill_id WHERE i.incident_id = ?",
                            incident));
}

std::vector<incident_id> incidents_of_drill(connection& from, drill_id id)
{
    auto rows = from.query("SELECT incident_id FROM drill_incident WHERE drill_id = ? ORDER BY incident_id", id);
    std::vector<incident_id> found;
    while (rows.step())
        found.push_back(rows.as<incident_id>(0));
    return found;
}

std::int64_t add_inject(transaction& tx, const drill_inject& one)
{
    tx.run("INSERT INTO drill_inject(drill_id, kind, person, from_ms) VALUES(?, ?, ?, ?)", one.of, one.what, one.person,
           one.from);
    return tx.last_id();
}

std::vector<drill_inject> injects_of(connection& from, drill_id id)
{
    auto rows = from.query("SELECT id, drill_id, kind, person, from_ms, until_ms, told FROM drill_inject"
                           " WHERE drill_id = ? ORDER BY id",
                           id);
    std::vector<drill_inject> found;
    while (rows.step())
        found.push_back({.id = rows.integer(0),
                         .of = rows.as<drill_id>(1),
                         .what = rows.as<inject_kind>(2),
                         .person = rows.text(3),
                         .from = rows.moment(4),
                         .until = rows.optional_moment(5),
                         .told = rows.as<inject_notice>(6)});
    return found;
}

void inject_told(transaction& tx, std::int64_t inject, inject_notice what)
{
    tx.run("UPDATE drill_inject SET told = ? WHERE id = ?", what, inject);
}

std::int64_t end_injects(transaction& tx, drill_id id, instant at)
{
    return tx.run("UPDATE drill_inject SET until_ms = ? WHERE drill_id = ? AND until_ms IS NULL", at, id);
}

} // namespace store
