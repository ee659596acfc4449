#pragma once

#include "bot/flow/post.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Until when a person is left in peace about an incident of that level; nothing when they may be told now.
std::optional<rules::instant> quiet_for(work&, std::string_view person, std::optional<int> level);

/// Holds a message for the person's morning digest when it is quiet for them now and `matter` may wait that long: never past a
/// due time. False when it is to be sent.
bool held_for_morning(work&, std::string_view person, std::optional<int> level, const std::vector<phrase>& what, const about& matter);

} // namespace bot::flow
