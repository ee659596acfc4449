#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/work.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Who holds the role for the unit and is not absent, in the roster's order: the first is on duty.
std::vector<std::string> on_duty(work&, std::string_view unit, std::string_view role);

/// The people a rule means by a role of its own: the assigned handler, the incident manager on duty, `backup_incident_manager`
/// (the next ones in the roster), else the first on duty in the role.
std::vector<std::string> people_for(work&, const case_file&, std::string_view role);

/// The name shown to others; the id itself for somebody who left the directory.
std::string name_of_person(const work&, std::string_view person);

} // namespace bot::flow
