#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/step.hpp"
#include "bot/flow/speaker.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Facts that forms test and name, for this person, incident and draft.
std::map<std::string, std::string, std::less<>> form_facts(const speaker&, const case_file* about, const dialog::conversation* draft);

/// Options of a form that come from the directory or the incident: "units", "other_units", "systems", "handlers", "vendors", "duties".
std::vector<dialog::dynamic_option> form_options(const speaker&, const case_file* about, const dialog::conversation* draft,
                                                 std::string_view source);

/// The unit a report of this person is about when nothing else is said; "" when they must be asked.
std::string usual_unit(const speaker&);

} // namespace bot::flow
