#include "bot/incident/status.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

constexpr std::array<std::string_view, status_count> names{
    "none",       "reported",         "acknowledged", "classified", "in_handling", "escalated", "resolved",
    "summarised", "sent_to_ministry", "closed",       "monitored",  "linked",      "dismissed"};

} // namespace

std::string_view name_of(status value)
{
    return names.at(static_cast<std::size_t>(value));
}

std::optional<status> status_named(std::string_view name)
{
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<status>(found - names.begin());
}

bool is_over(status value)
{
    return value == status::closed || value == status::linked || value == status::dismissed;
}

} // namespace bot::incident
