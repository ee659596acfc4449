#pragma once

#include "store/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Stored as a number: values are never reused.
enum class deadline_state : std::uint8_t { running = 0, met = 1, missed = 2, cancelled = 3, waived = 4 };

/// One deadline of an incident as last computed by bot::rules.
struct deadline_row {
    incident_id incident{};
    std::string rule_id{};
    std::optional<instant> start{};
    std::optional<instant> due{};
    deadline_state state = deadline_state::running;
    std::optional<instant> met_at{}; ///< missed with met_at: met late
};

/// Puts `rows` in place of all deadlines of the incident (their `incident` is ignored).
void replace_deadlines(transaction& tx, incident_id incident, std::span<const deadline_row> rows);

std::vector<deadline_row> deadlines_of(connection& from, incident_id incident);
/// The running deadline of an incident that is due first.
std::optional<deadline_row> next_deadline(connection& from, incident_id incident);
/// Running deadlines of open incidents due before `now`, drills left out, longest overdue first.
std::vector<deadline_row> overdue_deadlines(connection& from, instant now, int limit);

struct deadline_figures {
    std::string rule_id{};
    std::int64_t on_time = 0; ///< met by the due time
    std::int64_t late = 0;    ///< met after it, or running past it at `now`
    std::int64_t running = 0; ///< not yet due at `now`
};

/// On-time figures per rule over incidents of `units` (nothing = all) received in [from_time, to_time),
/// drills left out.
std::vector<deadline_figures> deadline_statistics(connection& from, instant from_time, instant to_time,
                                                  instant now,
                                                  const std::optional<std::vector<std::string>>& units = {});

} // namespace store
