#include "store/deliveries.hpp"

#include "store/oldest.hpp"

namespace store {

namespace {

delivery read(const statement& row)
{
    delivery one{.id = row.as<outbox_id>(0),
                 .channel = row.as<channel_number>(1),
                 .address = row.text(2),
                 .person = row.text(3),
                 .purpose = row.text(4),
                 .incident = std::nullopt,
                 .state = row.as<delivery_state>(6),
                 .provider_message_id = row.text(7),
                 .text = row.text(8),
                 .payload = row.text(9),
                 .fallback_of = std::nullopt,
                 .attempts = static_cast<int>(row.integer(11)),
                 .created_at = row.moment(12),
                 .sent_at = row.moment(13),
                 .state_at = row.moment(14)};
    if (!row.is_null(5))
        one.incident = row.as<incident_id>(5);
    if (!row.is_null(10))
        one.fallback_of = row.as<outbox_id>(10);
    return one;
}

std::vector<delivery> read_all(statement rows)
{
    std::vector<delivery> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace

std::optional<delivery> note_receipt(transaction& tx, channel_number channel, std::string_view address,
                                     std::string_view provider_message_id, delivery_state state, instant at)
{
    const auto known = find_delivery(tx, channel, provider_message_id);
    if (!known) {
        // The answer may still be on its way: worth keeping only while something tracked is being sent to
        // this chat.
        if (tx.query("SELECT 1 FROM outbox WHERE track = 1 AND channel = ? AND address = ? LIMIT 1", channel,
                     address)
                .step())
            tx.run("INSERT INTO early_receipt(channel, provider_message_id, state, at_ms) VALUES(?, ?, ?, ?)"
                   " ON CONFLICT(channel, provider_message_id) DO UPDATE SET state = excluded.state"
                   " WHERE excluded.state > state",
                   channel, provider_message_id, state, at);
        return std::nullopt;
    }
    if (known->state >= state)
        return std::nullopt;
    tx.run("UPDATE delivery SET state = ?, state_ms = ?, text = NULL, payload = NULL WHERE id = ?", state, at,
           known->id);
    return find_delivery(tx, known->id);
}

std::int64_t note_acted(transaction& tx, incident_id incident, std::string_view person, instant at)
{
    return tx.run("UPDATE delivery SET state = ?1, state_ms = ?2, text = NULL, payload = NULL"
                  " WHERE incident_id = ?3 AND person = ?4 AND state >= ?5 AND state < ?1",
                  delivery_state::acted, at, incident, person, delivery_state::sent);
}

std::optional<delivery> find_delivery(connection& from, outbox_id id)
{
    auto row = from.query(
        "SELECT id, channel, address, person, purpose, incident_id, state, provider_message_id, text,"
        " payload, fallback_of, attempts, created_ms, sent_ms, state_ms FROM delivery WHERE id = ?",
        id);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::optional<delivery> find_delivery(connection& from, channel_number channel,
                                      std::string_view provider_message_id)
{
    auto row = from.query(
        "SELECT id, channel, address, person, purpose, incident_id, state, provider_message_id, text,"
        " payload, fallback_of, attempts, created_ms, sent_ms, state_ms FROM delivery"
        " WHERE provider_message_id = ? AND channel = ?",
        provider_message_id, channel);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::optional<delivery> find_delivery_by_prefix(connection& from, channel_number channel, std::string_view prefix)
{
    // U+FFFF sorts after every character an id may have, so the index finds the range.
    auto row = from.query(
        "SELECT id, channel, address, person, purpose, incident_id, state, provider_message_id, text,"
        " payload, fallback_of, attempts, created_ms, sent_ms, state_ms FROM delivery"
        " WHERE provider_message_id >= ?1 AND provider_message_id < ?1 || char(65535) AND channel = ?2 LIMIT 1",
        prefix, channel);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<delivery> deliveries_of(connection& from, incident_id incident)
{
    return read_all(from.query(
        "SELECT id, channel, address, person, purpose, incident_id, state, provider_message_id, text,"
        " payload, fallback_of, attempts, created_ms, sent_ms, state_ms FROM delivery"
        " WHERE incident_id = ? ORDER BY id",
        incident));
}

std::vector<delivery> undelivered(connection& from, instant sent_before, int limit)
{
    return read_all(from.query(
        "SELECT id, channel, address, person, purpose, incident_id, state, provider_message_id, text,"
        " payload, fallback_of, attempts, created_ms, sent_ms, state_ms FROM delivery"
        " WHERE state = 4 AND sent_ms < ? ORDER BY sent_ms, id LIMIT ?",
        sent_before, limit));
}

std::int64_t prune_deliveries(transaction& tx, instant older_than, int limit)
{
    // What was made after that moment cannot have come to its state before it.
    const auto last = last_older(tx, "SELECT id, created_ms FROM delivery ORDER BY id LIMIT ?", older_than, limit);
    const auto gone = last ? tx.run("DELETE FROM delivery WHERE id <= ? AND state_ms < ?", *last, older_than) : 0;
    tx.run("DELETE FROM early_receipt WHERE at_ms < ?", older_than);
    if (const auto tried = last_older(tx, "SELECT id, at_ms FROM delivery_attempt ORDER BY id LIMIT ?", older_than, limit))
        tx.run("DELETE FROM delivery_attempt WHERE id <= ?", *tried);
    return gone;
}

std::int64_t erase_deliveries(transaction& tx, channel_number channel, std::string_view address)
{
    return tx.run("UPDATE delivery SET address = '', person = NULL, text = NULL, payload = NULL"
                  " WHERE channel = ? AND address = ?",
                  channel, address);
}

void log_attempt(transaction& tx, const attempt& one)
{
    tx.run("INSERT INTO delivery_attempt(outbox_id, at_ms, channel, error) VALUES(?, ?, ?, ?)", one.message,
           one.at, one.channel, one.error);
}

std::vector<attempt> attempts_of(connection& from, outbox_id message)
{
    auto rows = from.query(
        "SELECT outbox_id, at_ms, channel, error FROM delivery_attempt WHERE outbox_id = ? ORDER BY id",
        message);
    std::vector<attempt> found;
    while (rows.step())
        found.push_back({.message = rows.as<outbox_id>(0),
                         .at = rows.moment(1),
                         .channel = rows.as<channel_number>(2),
                         .error = rows.text(3)});
    return found;
}

} // namespace store
