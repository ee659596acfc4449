#pragma once

#include "store/database.hpp"

#include <string_view>

namespace store {

/// Records the key of an inbound event; false when it is there already (a redelivery).
/// `key` is 16 bytes. Keys are kept at least 48 h after `now` (see prune_seen).
bool note_inbound(transaction& tx, std::string_view key, instant now);

/// Forgets up to `limit` keys noted before `older_than`; how many. Keys go by the hour of their arrival, so a
/// few younger than an hour may stay longer, none goes early.
std::int64_t prune_seen(transaction& tx, instant older_than, int limit);

/// Appends an event as received to the raw log.
raw_id append_raw(transaction& tx, channel_number channel, contact_id contact, instant at,
                  std::string_view body);

/// Appends only the fact that something arrived and was not kept, e.g. "state_secret".
raw_id append_raw_fact(transaction& tx, channel_number channel, contact_id contact, instant at,
                       std::string_view fact);

/// Retention: drops up to `limit` entries received before `older_than`; how many.
std::int64_t prune_raw(transaction& tx, instant older_than, int limit);

/// Erasure in steps, so that the writer is not held up: blanks the bodies of `contact` among the `limit`
/// entries after `after`. Returns where to go on, or nothing when the log's end is reached. Begin with
/// raw_id{0}.
std::optional<raw_id> erase_raw(transaction& tx, contact_id contact, raw_id after, int limit);

struct raw_entry {
    raw_id id{};
    channel_number channel = 0;
    contact_id contact{};
    instant at{};
    std::string body{}; ///< empty when only the fact is kept, or after erasure
    std::string fact{};
};

/// Entries after `after`, oldest first.
std::vector<raw_entry> raw_entries(connection& from, raw_id after, int limit);

} // namespace store
