#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// "vắng đến thứ Hai": someone else is asked meanwhile.
struct absence {
    absence_id id{};
    std::string person{};
    instant from{};
    instant until{};
    std::string by{}; ///< who entered it, directory id
};

/// Replaces absences of the person that overlap it.
absence_id add_absence(transaction& tx, const absence& one);
std::optional<absence> absence_of(connection& from, std::string_view person, instant now);
/// Everybody absent at `now`.
std::vector<absence> absences_at(connection& from, instant now);
/// A person's absences that touch [begin, end), the first one first.
std::vector<absence> absences_between(connection& from, std::string_view person, instant begin, instant end);
/// Everybody's absences that touch [begin, end).
std::vector<absence> absences_between(connection& from, instant begin, instant end);
/// Back early: ends what covers `now`; false when there is none.
bool end_absence(transaction& tx, std::string_view person, instant now);
std::int64_t prune_absences(transaction& tx, instant older_than);

} // namespace store
