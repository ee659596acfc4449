#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace store {

/// Keeps the JSON text of a rule book under its stamp, once; an incident is judged by the version it was
/// opened under even after the file was replaced. A stamp that is there already keeps its first text.
void keep_rule_text(transaction& tx, std::string_view stamp, std::string_view json, instant first_used);
std::optional<std::string> rule_text(connection& from, std::string_view stamp);

} // namespace store
