#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// A person's channel that does not work at present.
struct unreachable {
    std::string person{};
    channel_number channel = 0;
    instant since{};
    std::string reason{}; ///< e.g. "blocked", "bounced"
};

/// Flags the channel; false when it was flagged before (its `since` stays, the reason is renewed).
bool flag_unreachable(transaction& tx, const unreachable& what);
/// It works again; false when it was not flagged.
bool clear_unreachable(transaction& tx, std::string_view person, channel_number channel);
std::optional<unreachable> unreachable_since(connection& from, std::string_view person,
                                             channel_number channel);
std::vector<unreachable> all_unreachable(connection& from);

} // namespace store
