#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Records what became of a message once the sender tries no more: sent, or, when it did not arrive, the person's next channel
/// and the flag on the channel that failed. Where no other channel is left and the failure is the channel's own (an outage, a
/// lost token), the message stays in the outbox and is tried again for a day.
void settle(store::transaction& tx, const knowledge& know, const settlement& fate, rules::instant now, handover& left);

/// Rows whose time has come; after a start also those that were with the sender when the process died, marked as resent.
std::vector<outbound> take_ready(store::transaction& tx, const knowledge& know, rules::instant now);

/// Receipts move a tracked message on: delivered, seen.
void note_receipts(work&, const inbound& event);

inline constexpr int ready_rows_max = 1'000; ///< taken from the outbox at once

} // namespace bot::flow
