#pragma once

#include "bot/flow/quota.hpp"
#include "bot/flow/work.hpp"

#include <cstdint>
#include <optional>

namespace bot::flow {

/// Whether one more of that kind may be sent for an incident of that level, those on their way included. What is free, or has
/// no budget, always may.
bool may_spend(work&, store::paid_kind kind, std::optional<int> level);

/// `count` of that kind were really sent. Administrators are warned once a month when the pace is too fast for the budget, and
/// when only the reserve is left.
void note_spent(work&, store::paid_kind kind, std::int64_t count);

/// Puts this month's figures into the handover.
void report_quota(work&);

} // namespace bot::flow
