#pragma once

#include "bot/duty/roster.hpp"
#include "bot/flow/case_file.hpp"
#include "bot/flow/work.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Whose duty the role is for the unit, the one on duty first: the person planned for now by turns and changes, or their
/// deputy while they are absent, then the other holders who are not absent. Empty when there is nobody.
std::vector<std::string> on_duty(work&, std::string_view unit, std::string_view role);

/// The people a rule means by a role of its own: the assigned handler, or while they are absent their deputy, else whoever is
/// on duty as a handler; the incident manager on duty; `backup_incident_manager` (those after the first); else the first on
/// duty in the role.
std::vector<std::string> people_for(work&, const case_file&, std::string_view role);
/// The same without an incident: the first on duty in the role, or, for `backup_incident_manager`, the others.
std::vector<std::string> people_for_unit(work&, std::string_view unit, std::string_view role);

/// Who answers for a unit's roster and its people: the heads of IT on duty, or, when there is none, the leaders. All of them,
/// absent, when nobody else is left. The first is the one to tell.
std::vector<std::string> unit_heads(work&, std::string_view unit);

/// Roles the person acts in for the unit now: their own and those of absent people they stand in for.
std::vector<std::string> roles_now(work&, std::string_view person, std::string_view unit);
/// Units in which the person holds or now acts in any role.
std::vector<std::string> units_now(work&, std::string_view person);

/// Who acts for a person who is absent now, "" for nobody or when they are not absent.
std::string acts_for(work&, std::string_view person);

/// The name shown to others; the id itself for somebody who left the directory.
std::string name_of_person(const work&, std::string_view person);

/// All that decides who is on duty in a role of a unit within the span, from the directory and what was entered by chat. An
/// empty roster when nobody holds the role.
duty::roster load_roster(store::connection& from, const config::directory& who, std::string_view unit, std::string_view role, const duty::span& within);

} // namespace bot::flow
