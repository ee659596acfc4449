#pragma once

#include <span>
#include <string>

namespace store {

/// A JSON array of strings to bind in `IN (SELECT value FROM json_each(?))`: a list of any length in a fixed
/// statement.
std::string json_list(std::span<const std::string> values);

} // namespace store
