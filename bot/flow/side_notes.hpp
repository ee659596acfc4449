#pragma once

#include "store/contacts.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bot::flow {

// Small facts about a chat that have no column of their own, in `contact::extra`.

/// "" when there is none.
std::string note_of(const store::contact&, std::string_view name);
std::int64_t number_of(const store::contact&, std::string_view name);
/// An empty value removes the note.
void set_note(store::contact&, std::string_view name, std::string_view value);

} // namespace bot::flow
