#include "bot/flow/quota.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

constexpr int days_before_forecast = 3;

} // namespace

std::int64_t reserve_of(std::int64_t budget, int reserve_percent)
{
    return (budget * reserve_percent + 99) / 100;
}

std::int64_t left_for(std::int64_t budget, std::int64_t used, int reserve_percent, std::optional<int> level)
{
    const bool serious = level.value_or(reserve_from_level) >= reserve_from_level;
    return std::max<std::int64_t>(0, budget - (serious ? 0 : reserve_of(budget, reserve_percent)) - used);
}

int vietnam_day(rules::instant at)
{
    return static_cast<int>(std::chrono::floor<std::chrono::days>(at + rules::vietnam_offset).time_since_epoch().count());
}

month_days month_of(rules::instant at)
{
    const auto date = rules::to_vietnam(at).date;
    const auto month = date.year() / date.month();
    return {vietnam_day(rules::from_vietnam(month / 1, 0, 0)), vietnam_day(rules::from_vietnam((month + std::chrono::months{1}) / 1, 0, 0))};
}

std::optional<std::int64_t> forecast(std::int64_t used, rules::instant now)
{
    using std::chrono::days;
    const auto month = month_of(now);
    const rules::instant begins{std::chrono::sys_days{days{month.first}} - rules::vietnam_offset};
    const auto past = now - begins;
    if (past < days{days_before_forecast})
        return std::nullopt;
    const rules::duration whole = days{month.next - month.first};
    return used * whole.count() / past.count();
}

} // namespace bot::flow
