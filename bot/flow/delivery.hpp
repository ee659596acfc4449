#pragma once

#include "bot/flow/work.hpp"
#include "bot/incident/event.hpp"

namespace bot::flow {

/// Records what became of a message once the sender tries no more: sent, or, when it did not arrive, the person's next channel
/// and the flag on the channel that failed. Where no other channel is left and the failure is the channel's own (an outage, a
/// lost token), the message stays in the outbox and is tried again for a day.
void settle(store::transaction& tx, const knowledge& know, const settlement& fate, rules::instant now, handover& left);

/// Rows whose time has come; after a start also those that were with the sender when the process died, marked as resent.
std::vector<outbound> take_ready(store::transaction& tx, const knowledge& know, rules::instant now);

/// Receipts move a tracked message on: delivered, seen; never back, whatever their order.
void note_receipts(work&, const inbound& event);

/// Somebody did something about the incident: what they were sent about it is done with.
void note_acted(work&, store::incident_id incident, const incident::actor& by);

/// A message that calls somebody was sent and not delivered in time: it is repeated by their next channel, once. The step of
/// the chain it belongs to counts as reached all the same: a phone may be silent for a reason, and no step is hurried by it.
void delivery_check_due(work&, const store::timer&);

/// Receipts come only from phones that are online: after so long without one, another channel is tried (product default).
inline constexpr std::chrono::minutes receipt_awaited_for{10};
/// For incidents of this level and above, and while there is none.
inline constexpr int receipt_awaited_from_level = 2;

inline constexpr int ready_rows_max = 1'000; ///< taken from the outbox at once

} // namespace bot::flow
