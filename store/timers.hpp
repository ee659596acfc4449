#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// What a timer is about; setting it again moves it. `kind` is the caller's enumeration.
struct timer_key {
    int kind = 0;
    incident_id incident{}; ///< 0 = not about an incident
    std::string subject{};  ///< rule id, contact, person … as the kind needs
};

struct timer {
    timer_id id{};
    timer_key key;
    instant at{};
    std::int64_t generation = 0; ///< how often it was moved
    std::string data{};          ///< JSON or "", the caller's
};

/// Sets or moves; returns the new generation (1 for a new one).
std::int64_t set_timer(transaction& tx, const timer_key& key, instant at, std::string_view data = {});
/// False when there was none.
bool cancel_timer(transaction& tx, const timer_key& key);
bool remove_timer(transaction& tx, timer_id id);
/// All of an incident; how many.
std::int64_t cancel_timers(transaction& tx, incident_id incident);
/// All of one kind of an incident; how many.
std::int64_t cancel_timers(transaction& tx, incident_id incident, int kind);

/// Timers with `at` not after `now`, oldest first. They stay until removed or moved.
std::vector<timer> due_timers(connection& from, instant now, int limit);
/// The same of one kind only.
std::vector<timer> due_timers_of_kind(connection& from, instant now, int kind);
std::vector<timer> timers_of(connection& from, incident_id incident);
std::optional<timer> find_timer(connection& from, const timer_key& key);
/// When the next one is due.
std::optional<instant> next_timer_at(connection& from);
std::int64_t count_timers(connection& from);

} // namespace store
