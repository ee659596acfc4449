#include "store/inbox.hpp"

#include "store/oldest.hpp"
#include "store/seen_keys.hpp"

namespace store {

bool note_inbound(transaction& tx, std::string_view key, instant now)
{
    return tx.db().seen().insert(tx, key, now);
}

std::int64_t prune_seen(transaction& tx, instant older_than, int limit)
{
    return tx.db().seen().prune(tx, older_than, limit);
}

raw_id append_raw(transaction& tx, channel_number channel, contact_id contact, instant at,
                  std::string_view body)
{
    tx.run("INSERT INTO raw(channel, contact_id, at_ms, body) VALUES(?, ?, ?, ?)", channel, contact, at,
           body);
    return raw_id{tx.last_id()};
}

raw_id append_raw_fact(transaction& tx, channel_number channel, contact_id contact, instant at,
                       std::string_view fact)
{
    tx.run("INSERT INTO raw(channel, contact_id, at_ms, fact) VALUES(?, ?, ?, ?)", channel, contact, at,
           fact);
    return raw_id{tx.last_id()};
}

std::int64_t prune_raw(transaction& tx, instant older_than, int limit)
{
    const auto last = last_older(tx, "SELECT id, at_ms FROM raw ORDER BY id LIMIT ?", older_than, limit);
    return last ? tx.run("DELETE FROM raw WHERE id <= ?", *last) : 0;
}

std::optional<raw_id> erase_raw(transaction& tx, contact_id contact, raw_id after, int limit)
{
    std::optional<std::int64_t> last;
    {
        auto end = tx.query("SELECT max(id) FROM (SELECT id FROM raw WHERE id > ? ORDER BY id LIMIT ?)",
                            after, limit);
        end.step();
        last = end.optional_integer(0);
    }
    if (!last)
        return std::nullopt;
    tx.run("UPDATE raw SET body = NULL WHERE id > ? AND id <= ? AND contact_id = ? AND body IS NOT NULL",
           after, *last, contact);
    return raw_id{*last};
}

std::vector<raw_entry> raw_entries(connection& from, raw_id after, int limit)
{
    auto rows = from.query(
        "SELECT id, channel, contact_id, at_ms, body, fact FROM raw WHERE id > ? ORDER BY id LIMIT ?", after,
        limit);
    std::vector<raw_entry> entries;
    while (rows.step())
        entries.push_back({.id = rows.as<raw_id>(0),
                           .channel = rows.as<channel_number>(1),
                           .contact = rows.as<contact_id>(2),
                           .at = rows.moment(3),
                           .body = rows.text(4),
                           .fact = rows.text(5)});
    return entries;
}

} // namespace store
