#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/rule_book.hpp"

#include <string>
#include <vector>

namespace bot::flow {

/// Whom a step means now: holders of its roles by the live roster, and the people it names, each once.
std::vector<std::string> people_of_step(work&, const case_file&, const rules::recipients&);

/// Tells the people of one step that nobody has the incident in hand, records it, and asks for confirmations where each of them
/// has to give one. False when the step means people and none of them has a channel.
bool call_step(work&, case_file&, const rules::chain_call&);

} // namespace bot::flow
