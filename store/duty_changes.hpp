#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Stored as numbers: values are never reused.
enum class duty_change_state : std::uint8_t {
    offered = 0,  ///< half of a swap that the other person has not answered
    in_force = 1,
    refused = 2,
    revoked = 3, ///< an offer that was taken back or came to nothing
};

/// A change of the roster entered by chat. Rows are never deleted: they tell who changed what, and when.
struct duty_change {
    duty_change_id id{};
    std::string unit{}; ///< whose roster
    std::string role{};
    std::string person{};     ///< takes the duty
    std::string instead_of{}; ///< gives it up
    instant from{};
    instant until{};
    duty_change_state state = duty_change_state::in_force;
    std::int64_t offer = 0; ///< number the halves of a swap share; 0 = no swap
    std::string by{};       ///< who entered it, directory id
    instant at{};           ///< when
    std::string settled_by{};            ///< of an offer: who answered or ended it
    std::optional<instant> settled_at{};
};

/// Adds one row; its id, offer and settlement are ignored.
duty_change_id add_duty_change(transaction& tx, const duty_change& one);
/// Adds the halves of a swap as offered, under one number that both people use; that number.
std::int64_t offer_duty_swap(transaction& tx, const std::vector<duty_change>& halves);
/// Ends an open offer; false when it is not open.
bool settle_duty_offer(transaction& tx, std::int64_t offer, duty_change_state state, std::string_view by, instant now);

/// In force for a post within [begin, end), in the order they came into force.
std::vector<duty_change> duty_changes_between(connection& from, std::string_view unit, std::string_view role, instant begin,
                                              instant end);
/// The halves of an offer, empty for an unknown number.
std::vector<duty_change> duty_offer(connection& from, std::int64_t offer);
/// Numbers of open offers that somebody made to the person, the oldest first.
std::vector<std::int64_t> duty_offers_to(connection& from, std::string_view person);
/// Numbers of open offers that the person made, the oldest first.
std::vector<std::int64_t> duty_offers_by(connection& from, std::string_view person);

} // namespace store
