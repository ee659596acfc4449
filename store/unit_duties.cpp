#include "store/unit_duties.hpp"

namespace store {

void discharge_duty(transaction& tx, const discharged_duty& one)
{
    tx.run("INSERT OR REPLACE INTO unit_duty(unit, rule_id, year, done_ms, done_by, proof) VALUES(?, ?, ?, ?, ?, ?)", one.unit, one.rule_id,
           one.year, one.done_at, one.by, one.proof);
}

bool reopen_duty(transaction& tx, std::string_view unit, std::string_view rule_id, int year)
{
    return tx.run("DELETE FROM unit_duty WHERE unit = ? AND rule_id = ? AND year = ?", unit, rule_id, year) == 1;
}

std::vector<discharged_duty> discharged_duties(connection& from, std::string_view unit, int year)
{
    auto rows = from.query("SELECT unit, rule_id, year, done_ms, done_by, proof FROM unit_duty WHERE unit = ? AND year = ? ORDER BY rule_id", unit, year);
    std::vector<discharged_duty> found;
    while (rows.step())
        found.push_back({.unit = rows.text(0),
                         .rule_id = rows.text(1),
                         .year = static_cast<int>(rows.integer(2)),
                         .done_at = rows.moment(3),
                         .by = rows.text(4),
                         .proof = rows.text(5)});
    return found;
}

} // namespace store
