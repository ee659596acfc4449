#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Takes one event of a channel in: its de-duplication key, the raw event, the conversation, the incident's events, deadlines
/// and answers are written in `tx`, all or nothing. False for a redelivery, which changes nothing. What is to be sent stands
/// in `left` and may leave only after the commit. Throws store::failure when nothing can be kept.
bool receive(store::transaction& tx, const knowledge& know, const inbound& event, rules::instant now, handover& left);

} // namespace bot::flow
