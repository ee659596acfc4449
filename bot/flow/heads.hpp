#pragma once

#include "bot/flow/work.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Who answers for a unit's people, the first to be asked first: its heads (`unit_heads`), then its leaders.
std::vector<std::string> heads_of(work&, std::string_view unit);

/// Who mends accounts and contact details for the unit: its administrators, else its heads.
std::vector<std::string> menders_of(work&, std::string_view unit);

/// Units in which the person holds a role of their own.
std::vector<std::string> units_of(const work&, std::string_view person);

} // namespace bot::flow
