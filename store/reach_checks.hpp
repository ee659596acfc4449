#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// The latest check of a person's channels.
struct reach_check {
    std::string person{};
    instant asked_at{};
    std::optional<instant> answered_at{};
    channel_number channel = 0; ///< they were asked by; 0: there was none
};

/// Takes the place of the person's earlier check.
void note_reach_asked(transaction& tx, std::string_view person, channel_number channel, instant at);
/// False when they were not asked, or have answered already.
bool note_reach_answered(transaction& tx, std::string_view person, instant at);
std::optional<reach_check> find_reach_check(connection& from, std::string_view person);
/// Those asked at that moment who have not answered.
std::vector<reach_check> unanswered_reach_checks(connection& from, instant asked_at);

} // namespace store
