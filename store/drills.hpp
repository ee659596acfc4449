#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

enum class drill_id : std::int64_t {};

/// A drill of a unit, or of one person (`person` not ""): its incidents stay out of register and figures.
struct drill {
    drill_id id{};
    std::string unit{};
    std::string person{};   ///< directory id of the only one who takes part, "" for a drill of the unit
    int speed = 1;          ///< its clock runs so many times as fast
    std::string scenario{}; ///< in the starter's words, may be ""
    std::string started_by{}; ///< directory id, "" from the shell
    instant started_at{};
    instant ends_at{};      ///< at the latest
    std::optional<instant> ended_at{};
    bool announced = false; ///< the people of the unit have been told
};

/// Stored as a number: values are never reused.
enum class inject_kind : std::uint8_t {
    no_answer = 1, ///< a person plays dead
    zalo_down = 2, ///< Zalo carries nothing of the drill's incidents
};

/// What the people concerned know of an inject. Stored as a number: values are never reused.
enum class inject_notice : std::uint8_t { none = 0, begun = 1, ended = 2 };

/// Something that is made to go wrong in a drill.
struct drill_inject {
    std::int64_t id = 0;
    drill_id of{};
    inject_kind what{};
    std::string person{}; ///< of no_answer
    instant from{};
    std::optional<instant> until{}; ///< nothing while it lasts
    inject_notice told{};
};

/// Adds one (its `id`, `ended_at` and `announced` are ignored); the new id.
drill_id add_drill(transaction& tx, const drill& one);
std::optional<drill> find_drill(connection& from, drill_id id);
/// The drill of the whole unit that runs at `now`.
std::optional<drill> running_drill(connection& from, std::string_view unit, instant now);
/// Those of whole units that run at `now`.
std::vector<drill> running_drills(connection& from, instant now);
void drill_announced(transaction& tx, drill_id id);
/// False when it has ended already.
bool end_drill(transaction& tx, drill_id id, instant at);
/// Makes it end at `at`, which a timer then brings about.
void cut_drill_short(transaction& tx, drill_id id, instant at);

/// A chat whose reports belong to the drill from now on; it takes part in one at a time.
void join_drill(transaction& tx, drill_id id, contact_id contact);
/// False when the chat took part in none.
bool leave_drill(transaction& tx, contact_id contact);
/// The drill that a chat takes part in and that runs at `now`.
std::optional<drill> drill_joined(connection& from, contact_id contact, instant now);

void add_drill_incident(transaction& tx, drill_id id, incident_id incident);
std::optional<drill> drill_of(connection& from, incident_id incident);
std::vector<incident_id> incidents_of_drill(connection& from, drill_id id);

std::int64_t add_inject(transaction& tx, const drill_inject& one);
/// Oldest first.
std::vector<drill_inject> injects_of(connection& from, drill_id id);
void inject_told(transaction& tx, std::int64_t inject, inject_notice what);
/// Ends what still lasts; how many.
std::int64_t end_injects(transaction& tx, drill_id id, instant at);

} // namespace store
