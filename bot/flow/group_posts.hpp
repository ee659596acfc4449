#pragma once

#include "bot/flow/outgoing.hpp"
#include "bot/phrase.hpp"

#include <chrono>
#include <vector>

namespace bot::flow {

/// Posts to a group, and to the mailbox of a channel that has one. At most one post a minute a group: a later post about the
/// same incident takes the place of one that still waits, and among those that wait the more urgent go first.
void post(work&, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter);

/// Time between two posts to one group (product rule: leadership groups stay readable).
inline constexpr std::chrono::minutes group_post_interval{1};

} // namespace bot::flow
