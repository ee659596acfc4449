#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Something a person is told in their morning digest and not at once.
struct held_note {
    std::string person{};
    std::optional<incident_id> incident{};
    std::string purpose{}; ///< as of an outgoing message
    std::string text{};    ///< in the person's language
    instant at{};          ///< when it would have been said
};

/// Holds a note; about an incident it takes the place of an earlier one to the same person for the same purpose.
void hold_note(transaction& tx, const held_note& note);
/// Gives the person's notes, oldest first, and forgets them.
std::vector<held_note> take_held(transaction& tx, std::string_view person);
std::vector<std::string> people_with_held_notes(connection& from);
/// Acting cancels what is left of an incident, of one purpose or all (""). How many.
std::int64_t drop_held(transaction& tx, incident_id incident, std::string_view purpose);

} // namespace store
