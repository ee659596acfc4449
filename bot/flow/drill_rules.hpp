#pragma once

#include "bot/flow/work.hpp"
#include "store/drills.hpp"

#include <string_view>

namespace bot::flow {

// What makes an incident a drill's: its own numbers and its own clock.

/// Numbers of drills ("DT-2026-000001", diễn tập) are a series of their own: the register's have no gap because of them.
inline constexpr std::string_view drill_prefix = "DT";

/// The unit's rules by the drill's clock. The text is kept in the store, as that of any rules an incident is opened under.
const rules::rule_book& rules_of_drill(work&, std::string_view unit, const store::drill&);

} // namespace bot::flow
