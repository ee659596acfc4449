#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/deadlines.hpp"

#include <string>

namespace bot::flow {

/// Sends a reminder, an escalation or a breach of a deadline to the people and groups it names.
void send_nudge(work&, case_file&, const rules::deadline& duty, const rules::nudge& what, const std::string& purpose);

} // namespace bot::flow
