#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Which leaves first. Stored as a number: values are never reused.
enum class urgency_class : std::uint8_t { low = 0, normal = 1, high = 2, critical = 3 };

/// What sending costs on a platform that bills. Stored as a number: values are never reused.
enum class paid_kind : std::uint8_t {
    free = 0,
    billed = 1,    ///< a message outside the free window
    templated = 2, ///< a template message
};

/// A message to send. The outbox holds only what is not settled; see deliveries.hpp for what became of it.
///
/// A row is either *with the sender* (handed over in this process, `attempts` >= 1) or *waiting* until
/// `next_try_at`. enqueue() without `not_before` means the caller hands the message to the sender right after
/// the commit, so the attempt is already on record and a send costs no further write. After a restart
/// recover_outbox() turns what was with the sender into waiting rows marked `resend`: the receiver may have
/// it already (scenario D2).
struct outbound {
    outbox_id id{}; ///< idempotency key, repeated on every retry, never reused
    channel_number channel = 0;
    std::string address{};
    std::string text{};
    std::string person{};  ///< directory id if known
    std::string purpose{}; ///< what it is for, e.g. "reminder:A-H2"; cancel_outbound goes by it
    std::optional<incident_id> incident{};
    urgency_class urgency = urgency_class::normal;
    bool track = false;                     ///< keep it in deliveries until it is seen (reminders, cards)
    std::optional<outbox_id> fallback_of{}; ///< replaces this one on another channel
    std::string payload{};                  ///< JSON: attachment, template …; "" = plain text
    std::optional<instant> not_before{};    ///< nothing = hand over at once
    std::string unit{};                     ///< whose message it is, for a fair order; "" if nobody's
    paid_kind paid = paid_kind::free;
    // Given back by the store:
    int attempts = 0;
    bool resend = false;
    instant created_at{};
};

/// Adds a row; its id. `attempts`, `resend` and `created_at` of the argument are ignored.
outbox_id enqueue(transaction& tx, const outbound& message, instant now);

/// Once after a start, before anything is sent: rows that were with the sender become waiting, marked
/// `resend`. How many.
std::int64_t recover_outbox(transaction& tx, instant now);

/// Takes up to `limit` waiting rows whose time has come, most urgent first, then oldest; they are with the
/// sender from here on and their attempt is recorded.
std::vector<outbound> take_ready(transaction& tx, instant now, int limit);
/// Tracked rows to a chat that were never tried and wait for their time, the earliest first.
std::vector<outbound> waiting_outbound(connection& from, channel_number channel, std::string_view address);
/// Another time for a row that waits.
void reschedule(transaction& tx, outbox_id id, instant at);
/// When the next waiting row is due.
std::optional<instant> next_outbound_at(connection& from);

/// A further try by the sender that still holds the row: recorded before it starts.
void note_attempt(transaction& tx, outbox_id id);
/// The sender gives the row back until `at`; `maybe_sent` when the receiver may have it already.
void give_back(transaction& tx, outbox_id id, instant at, bool maybe_sent);

/// How the sending of a row ended.
struct outcome {
    enum class kind : std::uint8_t {
        sent,       ///< the provider accepted it
        failed,     ///< given up: permanent error or tries used up
        superseded, ///< a later message says it
        cancelled,
    };
    kind what = kind::sent;
    std::string provider_message_id{}; ///< of `sent`, if the provider tells
    std::string reason{};              ///< of `failed`, for the log of attempts
};

/// Ends a row: a plain reply is forgotten, a tracked one or a failure moves to deliveries. False when it is
/// settled already.
bool settle(transaction& tx, outbox_id id, const outcome& how, instant now);

/// Cancels what is left of an incident, of one purpose or all (""): acting cancels what is left. The ids, so
/// that the sender drops those it still holds.
std::vector<outbox_id> cancel_outbound(transaction& tx, incident_id incident, std::string_view purpose,
                                       instant now);
/// Cancels everything for a chat (somebody said "dừng", or asked for erasure).
std::vector<outbox_id> cancel_outbound(transaction& tx, channel_number channel, std::string_view address,
                                       instant now);

/// False when it is settled or cancelled: the sender asks before a delayed try.
bool is_outbound(connection& from, outbox_id id);
std::optional<outbound> find_outbound(connection& from, outbox_id id);
/// Whether another row than `besides` is about the incident with that purpose.
bool has_outbound(connection& from, incident_id incident, std::string_view purpose, outbox_id besides);
std::int64_t count_outbound(connection& from);
/// Rows that will cost something of that kind if they are sent.
std::int64_t count_paid_outbound(connection& from, paid_kind kind);

} // namespace store
