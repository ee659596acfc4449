#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// How far a message came, in this order; receipts only move it forward. Stored as a number: values are never
/// reused.
enum class delivery_state : std::uint8_t {
    failed = 1,
    superseded = 2,
    cancelled = 3,
    sent = 4,
    delivered = 5,
    seen = 6,
    acted = 7, ///< the person did what they can do about it
};

/// What became of a tracked message, or of one that failed. Kept 30 days (prune_deliveries).
struct delivery {
    outbox_id id{};
    channel_number channel = 0;
    std::string address{};
    std::string person{};
    std::string purpose{};
    std::optional<incident_id> incident{};
    delivery_state state = delivery_state::sent;
    std::string provider_message_id{};
    std::string text{}; ///< until it is delivered or acted on, for the next channel
    std::string payload{};
    std::optional<outbox_id> fallback_of{};
    int attempts = 0;
    instant created_at{};
    instant sent_at{};  ///< or given up
    instant state_at{}; ///< of the last change
};

/// Notes a receipt. Nothing when the message is not tracked or already came that far. A receipt that
/// overtakes the provider's answer is kept and applied when the row is settled.
std::optional<delivery> note_receipt(transaction& tx, channel_number channel, std::string_view address,
                                     std::string_view provider_message_id, delivery_state state, instant at);

/// The person has acted on the incident: what they were sent about it has done its work. How many messages moved on.
std::int64_t note_acted(transaction& tx, incident_id incident, std::string_view person, instant at);

std::optional<delivery> find_delivery(connection& from, outbox_id id);
std::optional<delivery> find_delivery(connection& from, channel_number channel,
                                      std::string_view provider_message_id);
/// By the beginning of the provider's id, which must not be empty.
std::optional<delivery> find_delivery_by_prefix(connection& from, channel_number channel, std::string_view prefix);
std::vector<delivery> deliveries_of(connection& from, incident_id incident);
/// Sent to people before `sent_before` and neither delivered nor seen, oldest first: candidates for the next
/// channel.
std::vector<delivery> undelivered(connection& from, instant sent_before, int limit);
std::int64_t prune_deliveries(transaction& tx, instant older_than, int limit);

/// Erasure: what went to a chat keeps its place in the figures, without address, person and text; how many.
std::int64_t erase_deliveries(transaction& tx, channel_number channel, std::string_view address);

/// A try that did not succeed.
struct attempt {
    outbox_id message{};
    instant at{};
    channel_number channel = 0;
    std::string error{}; ///< class and code; never message text
};

void log_attempt(transaction& tx, const attempt& one);
std::vector<attempt> attempts_of(connection& from, outbox_id message);

} // namespace store
