#include "store/deadlines.hpp"

#include "store/json_list.hpp"

namespace store {

namespace {

deadline_row read(const statement& row)
{
    return {.incident = row.as<incident_id>(0),
            .rule_id = row.text(1),
            .start = row.optional_moment(2),
            .due = row.optional_moment(3),
            .state = row.as<deadline_state>(4),
            .met_at = row.optional_moment(5)};
}

} // namespace

void replace_deadlines(transaction& tx, incident_id incident, std::span<const deadline_row> rows)
{
    tx.run("DELETE FROM deadline WHERE incident_id = ?", incident);
    int ordinal = 0;
    for (const auto& row : rows)
        tx.run("INSERT INTO deadline(incident_id, ordinal, rule_id, start_ms, due_ms, state, met_ms)"
               " VALUES(?, ?, ?, ?, ?, ?, ?)",
               incident, ordinal++, row.rule_id, row.start, row.due, row.state, row.met_at);
}

std::vector<deadline_row> deadlines_of(connection& from, incident_id incident)
{
    auto rows = from.query("SELECT incident_id, rule_id, start_ms, due_ms, state, met_ms FROM deadline"
                           " WHERE incident_id = ? ORDER BY ordinal",
                           incident);
    std::vector<deadline_row> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

std::optional<deadline_row> next_deadline(connection& from, incident_id incident)
{
    auto row =
        from.query("SELECT incident_id, rule_id, start_ms, due_ms, state, met_ms FROM deadline"
                   " WHERE incident_id = ? AND +state = 0 AND due_ms IS NOT NULL ORDER BY due_ms LIMIT 1",
                   incident);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<deadline_row> overdue_deadlines(connection& from, instant now, int limit)
{
    auto rows =
        from.query("SELECT d.incident_id, d.rule_id, d.start_ms, d.due_ms, d.state, d.met_ms FROM deadline d"
                   " JOIN incident i ON i.id = d.incident_id AND i.open = 1 AND i.drill = 0"
                   " WHERE d.state = 0 AND d.due_ms < ? ORDER BY d.due_ms LIMIT ?",
                   now, limit);
    std::vector<deadline_row> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

std::vector<deadline_figures> deadline_statistics(connection& from, instant from_time, instant to_time,
                                                  instant now,
                                                  const std::optional<std::vector<std::string>>& units)
{
    std::optional<std::string> list;
    if (units)
        list = json_list(*units);
    auto rows = from.query(
        "SELECT d.rule_id,"
        " sum(d.state = 1),"
        " sum(d.state = 2 OR (d.state = 0 AND d.due_ms < ?1)),"
        " sum(d.state = 0 AND d.due_ms >= ?1)"
        " FROM deadline d JOIN incident i ON i.id = d.incident_id"
        " WHERE i.drill = 0 AND i.received_ms >= ?2 AND i.received_ms < ?3 AND d.due_ms IS NOT NULL"
        " AND (?4 IS NULL OR i.unit IN (SELECT value FROM json_each(?4)))"
        " GROUP BY d.rule_id ORDER BY d.rule_id",
        now, from_time, to_time, list);
    std::vector<deadline_figures> figures;
    while (rows.step())
        figures.push_back({.rule_id = rows.text(0),
                           .on_time = rows.integer(1),
                           .late = rows.integer(2),
                           .running = rows.integer(3)});
    return figures;
}

} // namespace store
