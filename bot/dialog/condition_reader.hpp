#pragma once

#include "bot/dialog/condition.hpp"
#include "bot/dialog/form.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bot::dialog {

/// Reads a condition in the shape condition.hpp gives, noting every fault: a field that is not among
/// `earlier`, an option that the field does not have (fields with dynamic options take any).
condition read_condition(const nlohmann::json& json, const std::string& file, const std::string& pointer,
                         const std::vector<field>& earlier, rules::problems& faults);

} // namespace bot::dialog
