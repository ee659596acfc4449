#pragma once

#include "store/database.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// An event to append. The payload is opaque text to the store.
struct new_event {
    instant at{};
    std::string kind{};
    std::string payload{}; ///< JSON
};

struct stored_event {
    event_seq seq{}; ///< dense over all incidents, from 1
    incident_id incident{};
    instant at{};
    std::string kind{};
    std::string payload{}; ///< the tombstone once redacted
    bool redacted = false;
};

/// Appends to the one hash chain over all incidents; the seq of the last. See audit.hpp for what the chain
/// covers.
event_seq append_events(transaction& tx, incident_id incident, std::span<const new_event> events);

/// The history of an incident, oldest first.
std::vector<stored_event> load_events(connection& from, incident_id incident);
/// Events of all incidents after `after`, oldest first.
std::vector<stored_event> events_after(connection& from, event_seq after, int limit);

/// Erasure that leaves the chain verifiable: replaces the payload by `tombstone` (JSON) and forgets the salt,
/// so that the old text can neither be read nor guessed from its digest. `recorded_by` is the later event of
/// the same incident that says so and whose payload names the tombstone's SHA-256 in hex (bot::incident's
/// `erased` does); verify() reports a redaction without such a record. Throws std::logic_error when
/// `recorded_by` is no such event.
void redact_event(transaction& tx, event_seq which, event_seq recorded_by, std::string_view tombstone);

} // namespace store
