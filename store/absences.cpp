#include "store/absences.hpp"

namespace store {

namespace {

absence read(const statement& row)
{
    return {.id = row.as<absence_id>(0),
            .person = row.text(1),
            .from = row.moment(2),
            .until = row.moment(3),
            .by = row.text(4)};
}

std::vector<absence> read_all(statement& rows)
{
    std::vector<absence> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace

absence_id add_absence(transaction& tx, const absence& one)
{
    tx.run("DELETE FROM absence WHERE person = ? AND from_ms < ? AND until_ms > ?", one.person, one.until,
           one.from);
    tx.run("INSERT INTO absence(person, from_ms, until_ms, entered_by) VALUES(?, ?, ?, ?)", one.person,
           one.from, one.until, one.by);
    return absence_id{tx.last_id()};
}

std::optional<absence> absence_of(connection& from, std::string_view person, instant now)
{
    auto row = from.query("SELECT id, person, from_ms, until_ms, entered_by FROM absence"
                          " WHERE person = ?1 AND from_ms <= ?2 AND until_ms > ?2",
                          person, now);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<absence> absences_at(connection& from, instant now)
{
    auto rows = from.query("SELECT id, person, from_ms, until_ms, entered_by FROM absence"
                           " WHERE from_ms <= ?1 AND until_ms > ?1 ORDER BY person",
                           now);
    return read_all(rows);
}

std::vector<absence> absences_between(connection& from, std::string_view person, instant begin, instant end)
{
    auto rows = from.query("SELECT id, person, from_ms, until_ms, entered_by FROM absence"
                           " WHERE person = ? AND from_ms < ? AND until_ms > ? ORDER BY from_ms",
                           person, end, begin);
    return read_all(rows);
}

std::vector<absence> absences_between(connection& from, instant begin, instant end)
{
    auto rows = from.query("SELECT id, person, from_ms, until_ms, entered_by FROM absence"
                           " WHERE from_ms < ? AND until_ms > ? ORDER BY person, from_ms",
                           end, begin);
    return read_all(rows);
}

bool end_absence(transaction& tx, std::string_view person, instant now)
{
    return tx.run("UPDATE absence SET until_ms = ?2 WHERE person = ?1 AND from_ms <= ?2 AND until_ms > ?2",
                  person, now) > 0;
}

std::int64_t prune_absences(transaction& tx, instant older_than)
{
    return tx.run("DELETE FROM absence WHERE until_ms < ?", older_than);
}

} // namespace store
