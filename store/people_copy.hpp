#pragma once

#include "store/database.hpp"

namespace store {

/// Copies what says who can be reached, and how, into an empty database: linked chats and groups, absences, changes of duty,
/// channels that failed, answers to the checks of channels, counters and settings. For rehearsals: nothing of `live` is
/// changed, and incidents, messages and timers stay behind.
void copy_people(connection& live, transaction& into);

/// As if everybody who has a chat had written at `now`.
void open_all_windows(transaction& in, instant now);

} // namespace store
