#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/flow/work.hpp"

namespace bot::flow {

/// A mail of ours did not arrive: the address is marked, the message goes by the person's next channel, and the head of IT hears of
/// it (scenario E7). A report about a mail we never wrote changes nothing: it may be forged to silence somebody. A delay is noted only.
void note_bounce(work&, const mail_bounce& what);

} // namespace bot::flow
