#pragma once

#include "bot/flow/work.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bot::flow {

// The outbox row of a message: what it is about, how urgent, whose.

/// What a message is about, for tracking, cancelling and its place in the queue.
struct about {
    std::optional<store::incident_id> incident{};
    std::string purpose{}; ///< "" for a plain reply; cancelling goes by it
    std::optional<int> level = 0; ///< of the incident: 3 and 4 overtake; nothing while it has none, which counts as the worst
    bool drill = false;    ///< the banner stands on every message
    std::string unit{};    ///< of the incident; "" to have it looked up
    std::optional<rules::instant> may_wait_until{}; ///< quiet hours may hold it until the morning, but not beyond this
};

/// A row for that chat, without text. `person`: the reader's directory id, "" if they have none.
store::outbound addressed(const work&, const chat& to, std::string_view person, const about& matter);

/// By level, the one not yet known next to the worst. An answer to somebody who has just written is not kept waiting by
/// reminders: it is short work, and there are only as many as people write.
store::urgency_class urgency_of(const about& matter);

/// Puts the row into the outbox, and into the handover unless it waits for its time.
void enqueue(work&, store::outbound message);

/// The row as the sender needs it.
outbound to_sender(const store::outbound& row, const knowledge& know);

} // namespace bot::flow
