#pragma once

#include "bot/incident/incident.hpp"

#include <span>
#include <string>
#include <string_view>

namespace bot::incident {

/// Whether somebody may see an incident at all (product.md §1, §6). `roles` are theirs over its unit;
/// `department` is where they work. Reporters and vendors see their own. A reporter sealed from their own
/// department is not shown to its members, except to those who must act: the incident manager, the leader,
/// the assigned handler and whom the chain has called.
bool may_see(const incident& subject, const actor& who, std::span<const std::string> roles,
             std::string_view department);

/// Whether they may also see who reported: not when the reporter asked for confidence, save for the reporters
/// themselves, the incident manager and the leader.
bool may_see_reporter(const incident& subject, const actor& who, std::span<const std::string> roles);

} // namespace bot::incident
