#pragma once

#include "bot/rules/time.hpp"

#include <cstdint>
#include <optional>

namespace bot::flow {

// The ledger of what is paid for, as plain arithmetic: no clock, no store.

/// What the hospital pays for in a calendar month; nothing: as much as is needed.
struct quota_budget {
    std::optional<std::int64_t> billed_per_month{};    ///< messages outside the free window
    std::optional<std::int64_t> templates_per_month{};
    int reserve_percent = 20; ///< of each, kept for incidents of level 3 and above (product default)

    bool operator==(const quota_budget&) const = default;
};

/// From this level on the reserve may be used, and while the level is not known: what is unknown counts as the worst.
inline constexpr int reserve_from_level = 3;

/// The part of a budget that is kept back, rounded up.
std::int64_t reserve_of(std::int64_t budget, int reserve_percent);

/// How many may still be sent for an incident of that level within the budget; never below 0.
std::int64_t left_for(std::int64_t budget, std::int64_t used, int reserve_percent, std::optional<int> level);

/// A calendar month in Vietnam as days since 1970-01-01 there: [first, next).
struct month_days {
    int first = 0;
    int next = 0;
};
int vietnam_day(rules::instant at);
month_days month_of(rules::instant at);

/// What will have been used by the end of the month if it goes on as it went since its first day. Nothing in the month's first
/// three days: a single busy morning says little about a month.
std::optional<std::int64_t> forecast(std::int64_t used, rules::instant now);

} // namespace bot::flow
