#include "store/duty_changes.hpp"

namespace store {

namespace {

duty_change read(const statement& row)
{
    return {.id = row.as<duty_change_id>(0),
            .unit = row.text(1),
            .role = row.text(2),
            .person = row.text(3),
            .instead_of = row.text(4),
            .from = row.moment(5),
            .until = row.moment(6),
            .state = row.as<duty_change_state>(7),
            .offer = row.integer(8),
            .by = row.text(9),
            .at = row.moment(10),
            .settled_by = row.text(11),
            .settled_at = row.optional_moment(12)};
}

std::vector<duty_change> read_all(statement& rows)
{
    std::vector<duty_change> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

std::vector<std::int64_t> numbers(statement& rows)
{
    std::vector<std::int64_t> found;
    while (rows.step())
        found.push_back(rows.integer(0));
    return found;
}

void add(transaction& tx, const duty_change& one, duty_change_state state, std::int64_t offer)
{
    tx.run("INSERT INTO duty_change(unit, role, person, instead_of, from_ms, until_ms, state, offer, entered_by, at_ms, settled_by)"
           " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
           one.unit, one.role, one.person, one.instead_of, one.from, one.until, state, offer, one.by, one.at);
}

} // namespace

duty_change_id add_duty_change(transaction& tx, const duty_change& one)
{
    add(tx, one, one.state, 0);
    return duty_change_id{tx.last_id()};
}

std::int64_t offer_duty_swap(transaction& tx, const std::vector<duty_change>& halves)
{
    auto last = tx.query("SELECT COALESCE(MAX(offer), 0) FROM duty_change WHERE offer <> 0");
    last.step();
    const auto number = last.integer(0) + 1;
    for (const auto& half : halves)
        add(tx, half, duty_change_state::offered, number);
    return number;
}

bool settle_duty_offer(transaction& tx, std::int64_t offer, duty_change_state state, std::string_view by, instant now)
{
    return tx.run("UPDATE duty_change SET state = ?, settled_by = ?, settled_ms = ? WHERE offer = ? AND state = 0 AND offer <> 0",
                  state, by, now, offer) > 0;
}

std::vector<duty_change> duty_changes_between(connection& from, std::string_view unit, std::string_view role, instant begin, instant end)
{
    auto rows = from.query("SELECT id, unit, role, person, instead_of, from_ms, until_ms, state, offer, entered_by, at_ms, settled_by,"
                           " settled_ms FROM duty_change"
                           " WHERE unit = ? AND role = ? AND until_ms > ? AND from_ms < ? AND state = 1"
                           " ORDER BY COALESCE(settled_ms, at_ms), id",
                           unit, role, begin, end);
    return read_all(rows);
}

std::vector<duty_change> duty_offer(connection& from, std::int64_t offer)
{
    auto rows = from.query("SELECT id, unit, role, person, instead_of, from_ms, until_ms, state, offer, entered_by, at_ms, settled_by,"
                           " settled_ms FROM duty_change WHERE offer = ? AND offer <> 0 ORDER BY id",
                           offer);
    return read_all(rows);
}

std::vector<std::int64_t> duty_offers_to(connection& from, std::string_view person)
{
    auto rows = from.query("SELECT DISTINCT offer FROM duty_change"
                           " WHERE offer <> 0 AND state = 0 AND person = ?1 AND entered_by <> ?1 ORDER BY offer",
                           person);
    return numbers(rows);
}

std::vector<std::int64_t> duty_offers_by(connection& from, std::string_view person)
{
    auto rows = from.query("SELECT DISTINCT offer FROM duty_change WHERE offer <> 0 AND state = 0 AND entered_by = ? ORDER BY offer",
                           person);
    return numbers(rows);
}

} // namespace store
