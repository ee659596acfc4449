#include "store/broadcasts.hpp"

namespace store {

broadcast_id add_broadcast(transaction& tx, const broadcast& what, std::span<const std::string> readers)
{
    tx.run("INSERT INTO broadcast(unit, sender, at_ms, text) VALUES(?, ?, ?, ?)", what.unit, what.sender, what.at, what.text);
    const broadcast_id id{tx.last_id()};
    for (const auto& person : readers)
        tx.run("INSERT OR IGNORE INTO broadcast_reader(broadcast_id, person) VALUES(?, ?)", id, person);
    return id;
}

std::optional<broadcast> find_broadcast(connection& from, broadcast_id id)
{
    auto row = from.query("SELECT id, unit, sender, at_ms, text FROM broadcast WHERE id = ?", id);
    if (!row.step())
        return std::nullopt;
    return broadcast{.id = row.as<broadcast_id>(0), .unit = row.text(1), .sender = row.text(2), .at = row.moment(3), .text = row.text(4)};
}

std::optional<broadcast_id> newest_broadcast_to(connection& from, std::string_view person)
{
    auto row = from.query("SELECT broadcast_id FROM broadcast_reader WHERE person = ? AND tried_ms IS NOT NULL"
                          " ORDER BY read_ms IS NULL DESC, broadcast_id DESC LIMIT 1",
                          person);
    if (!row.step())
        return std::nullopt;
    return row.as<broadcast_id>(0);
}

std::optional<broadcast_id> newest_broadcast_by(connection& from, std::string_view sender)
{
    auto row = from.query("SELECT id FROM broadcast WHERE sender = ? ORDER BY id DESC LIMIT 1", sender);
    if (!row.step())
        return std::nullopt;
    return row.as<broadcast_id>(0);
}

std::vector<broadcast_reader> readers_of(connection& from, broadcast_id id)
{
    auto rows = from.query("SELECT person, tried_ms, reached, reminded_ms, read_ms FROM broadcast_reader WHERE broadcast_id = ? ORDER BY person", id);
    std::vector<broadcast_reader> found;
    while (rows.step())
        found.push_back({.person = rows.text(0),
                         .tried_at = rows.optional_moment(1),
                         .reached = rows.flag(2),
                         .reminded_at = rows.optional_moment(3),
                         .read_at = rows.optional_moment(4)});
    return found;
}

void note_tried(transaction& tx, broadcast_id id, std::string_view person, instant at, bool reached)
{
    tx.run("UPDATE broadcast_reader SET tried_ms = ?, reached = ? WHERE broadcast_id = ? AND person = ?", at, reached, id, person);
}

void note_reminded(transaction& tx, broadcast_id id, std::string_view person, instant at, bool reached)
{
    tx.run("UPDATE broadcast_reader SET reminded_ms = ?, reached = reached OR ? WHERE broadcast_id = ? AND person = ?", at, reached, id, person);
}

bool note_read(transaction& tx, broadcast_id id, std::string_view person, instant at)
{
    return tx.run("UPDATE broadcast_reader SET read_ms = coalesce(read_ms, ?) WHERE broadcast_id = ? AND person = ?", at, id, person) == 1;
}

std::int64_t broadcast_messages_since(connection& from, instant since)
{
    constexpr std::chrono::hours looked_back{72};
    auto row = from.query("SELECT coalesce(sum((tried_ms > ?1) + coalesce(reminded_ms > ?1, 0)), 0) FROM broadcast_reader"
                          " WHERE broadcast_id >= (SELECT min(id) FROM broadcast WHERE at_ms > ?2) AND reached = 1",
                          since, since - looked_back);
    row.step();
    return row.integer(0);
}

std::set<std::string> failed_readers(connection& from, std::string_view purpose)
{
    // The bounds are those of the partial indexes. A message that failed on one channel may wait on, or have gone by, another.
    auto rows = from.query("SELECT person FROM delivery WHERE purpose = ?1 AND purpose >= 'broadcast:' AND purpose < 'broadcast;'"
                           " AND person IS NOT NULL GROUP BY person HAVING max(state) = 1"
                           " EXCEPT SELECT person FROM outbox WHERE purpose = ?1 AND purpose >= 'broadcast:' AND purpose < 'broadcast;'"
                           " AND person IS NOT NULL",
                           purpose);
    std::set<std::string> found;
    while (rows.step())
        found.insert(rows.text(0));
    return found;
}

} // namespace store
