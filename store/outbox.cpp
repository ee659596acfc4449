#include "store/outbox.hpp"

#include "store/deliveries.hpp"
#include "store/id_block.hpp"

#include <array>

namespace store {

namespace {

/// Absent texts are NULL: one byte in the row, and out of the partial indexes.
std::optional<std::string_view> if_any(const std::string& text)
{
    if (text.empty())
        return std::nullopt;
    return text;
}

outbound read(const statement& row)
{
    outbound one{.id = row.as<outbox_id>(0),
                 .channel = row.as<channel_number>(1),
                 .address = row.text(2),
                 .text = row.text(3),
                 .person = row.text(4),
                 .purpose = row.text(5),
                 .incident = std::nullopt,
                 .urgency = row.as<urgency_class>(7),
                 .track = row.flag(8),
                 .fallback_of = std::nullopt,
                 .payload = row.text(10),
                 .not_before = row.optional_moment(11),
                 .unit = row.text(15),
                 .paid = row.is_null(16) ? paid_kind::free : row.as<paid_kind>(16),
                 .attempts = static_cast<int>(row.integer(12)),
                 .resend = row.flag(13),
                 .created_at = row.moment(14)};
    if (!row.is_null(6))
        one.incident = row.as<incident_id>(6);
    if (!row.is_null(9))
        one.fallback_of = row.as<outbox_id>(9);
    return one;
}

delivery_state state_after(outcome::kind what)
{
    switch (what) {
    case outcome::kind::sent:
        return delivery_state::sent;
    case outcome::kind::failed:
        return delivery_state::failed;
    case outcome::kind::superseded:
        return delivery_state::superseded;
    case outcome::kind::cancelled:
        return delivery_state::cancelled;
    }
    return delivery_state::failed;
}

/// A receipt that came before the answer of the provider.
void apply_early_receipt(transaction& tx, const outbound& message, const std::string& provider_message_id)
{
    std::optional<std::pair<delivery_state, instant>> early;
    if (auto row = tx.query("DELETE FROM early_receipt WHERE channel = ? AND provider_message_id = ?"
                            " RETURNING state, at_ms",
                            message.channel, provider_message_id);
        row.step())
        early = {row.as<delivery_state>(0), row.moment(1)};
    if (early)
        note_receipt(tx, message.channel, message.address, provider_message_id, early->first, early->second);
}

std::vector<outbox_id> cancel_all(transaction& tx, statement rows, instant now)
{
    std::vector<outbox_id> ids;
    while (rows.step())
        ids.push_back(rows.as<outbox_id>(0));
    for (const auto id : ids)
        settle(tx, id, {.what = outcome::kind::cancelled}, now);
    return ids;
}

} // namespace

outbox_id enqueue(transaction& tx, const outbound& message, instant now)
{
    const outbox_id id{tx.db().outbox_ids().take(tx)};
    tx.run("INSERT INTO outbox(id, channel, address, text, created_ms, attempts, urgency, track, next_try_ms,"
           " incident_id, purpose, person, payload, fallback_of, unit, paid) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
           "?, ?, ?, ?)",
           id, message.channel, message.address, message.text, now, message.not_before ? 0 : 1,
           message.urgency, message.track, message.not_before, message.incident, if_any(message.purpose),
           if_any(message.person), if_any(message.payload), message.fallback_of, if_any(message.unit),
           message.paid == paid_kind::free ? std::nullopt : std::optional{message.paid});
    return id;
}

std::int64_t recover_outbox(transaction& tx, instant now)
{
    return tx.run("UPDATE outbox SET next_try_ms = ?, resend = 1 WHERE next_try_ms IS NULL", now);
}

std::vector<outbound> take_ready(transaction& tx, instant now, int limit)
{
    constexpr std::array most_urgent_first{urgency_class::critical, urgency_class::high,
                                           urgency_class::normal, urgency_class::low};
    std::vector<outbound> taken;
    for (const auto urgency : most_urgent_first) {
        const auto room = limit - static_cast<int>(taken.size());
        if (room <= 0)
            break;
        auto rows =
            tx.query("SELECT id, channel, address, text, person, purpose, incident_id, urgency, track,"
                     " fallback_of, payload, next_try_ms, attempts, resend, created_ms, unit, paid FROM outbox"
                     " WHERE urgency = ? AND next_try_ms <= ? ORDER BY next_try_ms, id LIMIT ?",
                     urgency, now, room);
        while (rows.step())
            taken.push_back(read(rows));
    }
    for (auto& one : taken) {
        tx.run("UPDATE outbox SET next_try_ms = NULL, attempts = attempts + 1 WHERE id = ?", one.id);
        ++one.attempts;
        one.not_before.reset();
    }
    return taken;
}

std::optional<instant> next_outbound_at(connection& from)
{
    // One seek of the index for each urgency.
    auto row = from.query(
        "SELECT min(at) FROM ("
        " SELECT min(next_try_ms) AS at FROM outbox WHERE urgency = 0 AND next_try_ms IS NOT NULL"
        " UNION ALL SELECT min(next_try_ms) FROM outbox WHERE urgency = 1 AND next_try_ms IS NOT NULL"
        " UNION ALL SELECT min(next_try_ms) FROM outbox WHERE urgency = 2 AND next_try_ms IS NOT NULL"
        " UNION ALL SELECT min(next_try_ms) FROM outbox WHERE urgency = 3 AND next_try_ms IS NOT NULL)");
    row.step();
    return row.optional_moment(0);
}

std::vector<outbound> waiting_outbound(connection& from, channel_number channel, std::string_view address)
{
    auto rows = from.query("SELECT id, channel, address, text, person, purpose, incident_id, urgency, track,"
                           " fallback_of, payload, next_try_ms, attempts, resend, created_ms, unit, paid FROM outbox"
                           " WHERE track = 1 AND channel = ? AND address = ? AND next_try_ms IS NOT NULL AND attempts = 0"
                           " ORDER BY next_try_ms, id",
                           channel, address);
    std::vector<outbound> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

void reschedule(transaction& tx, outbox_id id, instant at)
{
    tx.run("UPDATE outbox SET next_try_ms = ? WHERE id = ? AND next_try_ms IS NOT NULL", at, id);
}

void note_attempt(transaction& tx, outbox_id id)
{
    tx.run("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", id);
}

void give_back(transaction& tx, outbox_id id, instant at, bool maybe_sent)
{
    tx.run("UPDATE outbox SET next_try_ms = ?, resend = resend OR ? WHERE id = ?", at, maybe_sent, id);
}

bool settle(transaction& tx, outbox_id id, const outcome& how, instant now)
{
    // The common end of a plain reply: one statement.
    if (how.what != outcome::kind::failed && tx.run("DELETE FROM outbox WHERE id = ? AND track = 0", id) == 1)
        return true;
    const auto message = find_outbound(tx, id);
    if (!message)
        return false;
    const bool again = how.what == outcome::kind::sent || how.what == outcome::kind::failed;
    tx.run("INSERT INTO delivery(id, channel, address, person, purpose, incident_id, state, "
           "provider_message_id, text,"
           " payload, fallback_of, attempts, created_ms, sent_ms, state_ms)"
           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14)",
           id, message->channel, message->address, if_any(message->person), if_any(message->purpose),
           message->incident, state_after(how.what), if_any(how.provider_message_id),
           again ? std::optional<std::string_view>(message->text) : std::nullopt,
           again ? if_any(message->payload) : std::nullopt, message->fallback_of, message->attempts,
           message->created_at, now);
    tx.run("DELETE FROM outbox WHERE id = ?", id);
    if (how.what == outcome::kind::failed)
        log_attempt(tx, {.message = id, .at = now, .channel = message->channel, .error = how.reason});
    if (how.what == outcome::kind::sent && !how.provider_message_id.empty())
        apply_early_receipt(tx, *message, how.provider_message_id);
    return true;
}

std::vector<outbox_id> cancel_outbound(transaction& tx, incident_id incident, std::string_view purpose,
                                       instant now)
{
    return cancel_all(
        tx,
        tx.query("SELECT id FROM outbox WHERE incident_id = ?1 AND (?2 = '' OR purpose = ?2) ORDER BY id",
                 incident, purpose),
        now);
}

std::vector<outbox_id> cancel_outbound(transaction& tx, channel_number channel, std::string_view address,
                                       instant now)
{
    return cancel_all(
        tx, tx.query("SELECT id FROM outbox WHERE channel = ? AND address = ? ORDER BY id", channel, address),
        now);
}

bool is_outbound(connection& from, outbox_id id)
{
    return from.query("SELECT 1 FROM outbox WHERE id = ?", id).step();
}

std::optional<outbound> find_outbound(connection& from, outbox_id id)
{
    auto row = from.query(
        "SELECT id, channel, address, text, person, purpose, incident_id, urgency, track, fallback_of,"
        " payload, next_try_ms, attempts, resend, created_ms, unit, paid FROM outbox WHERE id = ?",
        id);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

bool has_outbound(connection& from, incident_id incident, std::string_view purpose, outbox_id besides)
{
    return from.query("SELECT 1 FROM outbox WHERE incident_id = ? AND purpose = ? AND id <> ?", incident, purpose, besides).step();
}

std::int64_t count_paid_outbound(connection& from, paid_kind kind)
{
    auto row = from.query("SELECT count(*) FROM outbox WHERE paid = ?", kind);
    row.step();
    return row.integer(0);
}

std::int64_t count_outbound(connection& from)
{
    auto row = from.query("SELECT count(*) FROM outbox");
    row.step();
    return row.integer(0);
}

} // namespace store
