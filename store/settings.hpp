#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Small facts that must survive a restart, by name.
std::optional<std::string> setting(connection& from, std::string_view name);
void set_setting(transaction& tx, std::string_view name, std::string_view value);
void drop_setting(transaction& tx, std::string_view name);

/// Counters of a day for statistics. `day` is days since 1970-01-01 in Vietnam.
void add_to_counter(transaction& tx, std::string_view name, int day, std::int64_t amount = 1);
/// The sum over days [from_day, to_day).
std::int64_t counter(connection& from, std::string_view name, int from_day, int to_day);

} // namespace store
