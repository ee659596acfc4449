#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// A yearly duty of a unit that somebody said is done.
struct discharged_duty {
    std::string unit{};
    std::string rule_id{};
    int year = 0;       ///< the year it was due in
    instant done_at{};  ///< when it was recorded
    std::string by{};   ///< directory id of who recorded it
    std::string proof{}; ///< number of the letter, as they wrote it, "" if they gave none
};

/// Records it; a second record takes the place of the first.
void discharge_duty(transaction& tx, const discharged_duty& one);
/// Takes the record back; false when there was none.
bool reopen_duty(transaction& tx, std::string_view unit, std::string_view rule_id, int year);
/// What the unit has done of that year, by rule.
std::vector<discharged_duty> discharged_duties(connection& from, std::string_view unit, int year);

} // namespace store
