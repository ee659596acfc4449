#pragma once

#include "bot/flow/work.hpp"

#include <string>
#include <string_view>

namespace bot::flow {

// Flags on people's channels. All changes go through here, so that /readyz hears of them after the commit.

/// Flags a person's channel; false when it was flagged before (the reason is renewed).
bool mark_unreachable(work&, std::string_view person, channel_kind channel, std::string reason);
/// The channel works again; false when it was not flagged.
bool mark_reachable(work&, std::string_view person, channel_kind channel);

/// The person wrote through this channel: it works, and with their Zalo the templates to it. What they asked for ("dừng") stays.
void heard_from(work&, const store::contact& self);

/// Puts the flags as they now are into the handover.
void report_unreachable(work&);

} // namespace bot::flow
