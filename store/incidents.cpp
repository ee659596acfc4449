#include "store/incidents.hpp"

#include "store/json_list.hpp"

#include <array>
#include <cstdio>

namespace store {

namespace {

incident_row read(const statement& row)
{
    incident_row one{.id = row.as<incident_id>(0),
                     .number = row.text(1),
                     .prefix = row.text(2),
                     .year = static_cast<int>(row.integer(3)),
                     .seq = static_cast<int>(row.integer(4)),
                     .unit = row.text(5),
                     .system = row.text(6),
                     .status = row.text(7),
                     .open = row.flag(8),
                     .acknowledged = row.flag(9),
                     .level = std::nullopt,
                     .type = row.text(11),
                     .drill = row.flag(12),
                     .received_at = row.moment(13),
                     .handler = row.text(14),
                     .stamp = row.text(15),
                     .title = row.text(16),
                     .updated_at = row.moment(17)};
    if (const auto level = row.optional_integer(10))
        one.level = static_cast<int>(*level);
    return one;
}

std::optional<std::string> list_of(const std::optional<std::vector<std::string>>& units)
{
    if (!units)
        return std::nullopt;
    return json_list(*units);
}

} // namespace

incident_number take_number(transaction& tx, std::string_view prefix, int year)
{
    incident_number next;
    {
        auto row = tx.query("INSERT INTO incident_counter(prefix, year, seq) VALUES(?, ?, 1)"
                            " ON CONFLICT(prefix, year) DO UPDATE SET seq = seq + 1 RETURNING seq",
                            prefix, year);
        row.step();
        next.seq = static_cast<int>(row.integer(0));
    }
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "-%04d-%06d", year, next.seq);
    next.text = std::string(prefix) + digits.data();
    return next;
}

incident_id add_incident(transaction& tx, const incident_row& row)
{
    tx.run("INSERT INTO incident(number, prefix, year, seq, unit, system, status, open, acknowledged, level, "
           "type, drill,"
           " received_ms, handler, stamp, title, updated_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
           "?, ?, ?, ?)",
           row.number, row.prefix, row.year, row.seq, row.unit, row.system, row.status, row.open,
           row.acknowledged, row.level, row.type, row.drill, row.received_at, row.handler, row.stamp,
           row.title, row.updated_at);
    return incident_id{tx.last_id()};
}

void save_incident(transaction& tx, const incident_row& row)
{
    tx.run("UPDATE incident SET unit = ?, system = ?, status = ?, open = ?, acknowledged = ?, level = ?, "
           "type = ?,"
           " drill = ?, received_ms = ?, handler = ?, stamp = ?, title = ?, updated_ms = ? WHERE id = ?",
           row.unit, row.system, row.status, row.open, row.acknowledged, row.level, row.type, row.drill,
           row.received_at, row.handler, row.stamp, row.title, row.updated_at, row.id);
}

std::optional<incident_row> find_incident(connection& from, incident_id id)
{
    auto row = from.query(
        "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type,"
        " drill, received_ms, handler, stamp, title, updated_ms FROM incident WHERE id = ?",
        id);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::optional<incident_row> find_incident(connection& from, std::string_view number)
{
    auto row = from.query(
        "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type,"
        " drill, received_ms, handler, stamp, title, updated_ms FROM incident WHERE number = ?",
        number);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<incident_row> find_by_seq(connection& from, int seq, std::span<const std::string> units)
{
    auto rows = from.query(
        "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type,"
        " drill, received_ms, handler, stamp, title, updated_ms FROM incident"
        " WHERE seq = ? AND unit IN (SELECT value FROM json_each(?))"
        " ORDER BY year DESC, id DESC",
        seq, json_list(units));
    std::vector<incident_row> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

// One statement for every filter: a place left NULL does not narrow. ?2 = open, so that the common list of
// open incidents walks the partial index, is a statement of its own.
std::vector<incident_row> list_incidents(connection& from, const incident_filter& filter, int limit,
                                         std::optional<incident_id> before)
{
    const auto units = list_of(filter.units);
    const auto collect = [](statement rows) {
        std::vector<incident_row> found;
        while (rows.step())
            found.push_back(read(rows));
        return found;
    };
    if (filter.party)
        return collect(from.query(
            "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type, "
            "drill,"
            " received_ms, handler, stamp, title, updated_ms FROM incident i"
            " WHERE id IN (SELECT incident_id FROM incident_party WHERE contact_id = ?1)"
            " AND (?2 IS NULL OR open = ?2) AND (?3 OR drill = 0) AND (?4 IS NULL OR id < ?4)"
            " AND (?5 IS NULL OR unit IN (SELECT value FROM json_each(?5))) AND (?6 IS NULL OR handler = ?6)"
            " AND (?7 IS NULL OR status = ?7) AND (?8 IS NULL OR system = ?8)"
            " AND (?9 IS NULL OR received_ms >= ?9) AND (?10 IS NULL OR received_ms < ?10)"
            " AND (?11 IS NULL OR EXISTS (SELECT 1 FROM deadline d WHERE d.incident_id = i.id AND d.state = 0"
            "                             AND d.due_ms < ?11))"
            " ORDER BY id DESC LIMIT ?12",
            filter.party, filter.open, filter.drills, before, units, filter.handler, filter.status,
            filter.system, filter.received_from, filter.received_before, filter.overdue_at, limit));
    if (filter.open == true)
        return collect(from.query(
            "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type, "
            "drill,"
            " received_ms, handler, stamp, title, updated_ms FROM incident i"
            " WHERE open = 1 AND (?1 OR drill = 0) AND (?2 IS NULL OR id < ?2)"
            " AND (?3 IS NULL OR unit IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR handler = ?4)"
            " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR system = ?6)"
            " AND (?7 IS NULL OR received_ms >= ?7) AND (?8 IS NULL OR received_ms < ?8)"
            " AND (?9 IS NULL OR EXISTS (SELECT 1 FROM deadline d WHERE d.incident_id = i.id AND d.state = 0"
            "                            AND d.due_ms < ?9))"
            " ORDER BY id DESC LIMIT ?10",
            filter.drills, before, units, filter.handler, filter.status, filter.system, filter.received_from,
            filter.received_before, filter.overdue_at, limit));
    return collect(from.query(
        "SELECT id, number, prefix, year, seq, unit, system, status, open, acknowledged, level, type, drill,"
        " received_ms, handler, stamp, title, updated_ms FROM incident i"
        " WHERE (?1 IS NULL OR open = ?1) AND (?2 OR drill = 0) AND (?3 IS NULL OR id < ?3)"
        " AND (?4 IS NULL OR unit IN (SELECT value FROM json_each(?4))) AND (?5 IS NULL OR handler = ?5)"
        " AND (?6 IS NULL OR status = ?6) AND (?7 IS NULL OR system = ?7)"
        " AND (?8 IS NULL OR received_ms >= ?8) AND (?9 IS NULL OR received_ms < ?9)"
        " AND (?10 IS NULL OR EXISTS (SELECT 1 FROM deadline d WHERE d.incident_id = i.id AND d.state = 0"
        "                             AND d.due_ms < ?10))"
        " ORDER BY id DESC LIMIT ?11",
        filter.open, filter.drills, before, units, filter.handler, filter.status, filter.system,
        filter.received_from, filter.received_before, filter.overdue_at, limit));
}

std::int64_t count_incidents(connection& from, const incident_filter& filter)
{
    auto row = from.query(
        "SELECT count(*) FROM incident i WHERE (?1 IS NULL OR open = ?1) AND (?2 OR drill = 0)"
        " AND (?3 IS NULL OR unit IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR handler = ?4)"
        " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR system = ?6)"
        " AND (?7 IS NULL OR received_ms >= ?7) AND (?8 IS NULL OR received_ms < ?8)"
        " AND (?9 IS NULL OR EXISTS (SELECT 1 FROM deadline d WHERE d.incident_id = i.id AND d.state = 0"
        "                            AND d.due_ms < ?9))"
        " AND (?10 IS NULL OR EXISTS (SELECT 1 FROM incident_party p WHERE p.incident_id = i.id"
        "                             AND p.contact_id = ?10))",
        filter.open, filter.drills, list_of(filter.units), filter.handler, filter.status, filter.system,
        filter.received_from, filter.received_before, filter.overdue_at, filter.party);
    row.step();
    return row.integer(0);
}

void add_party(transaction& tx, incident_id incident, contact_id contact, instant at)
{
    tx.run("INSERT OR IGNORE INTO incident_party(incident_id, contact_id, at_ms) VALUES(?, ?, ?)", incident,
           contact, at);
}

void remove_party(transaction& tx, incident_id incident, contact_id contact)
{
    tx.run("DELETE FROM incident_party WHERE incident_id = ? AND contact_id = ?", incident, contact);
}

std::vector<contact_id> parties(connection& from, incident_id incident)
{
    auto rows = from.query(
        "SELECT contact_id FROM incident_party WHERE incident_id = ? ORDER BY at_ms, contact_id", incident);
    std::vector<contact_id> found;
    while (rows.step())
        found.push_back(rows.as<contact_id>(0));
    return found;
}

} // namespace store
