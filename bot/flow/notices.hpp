#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/deadlines.hpp"
#include "bot/rules/rule_book.hpp"

#include <string>
#include <vector>

namespace bot::flow {

/// What follows from events that were just stored: clocks are brought up to date, chains start or end, and those who are
/// to hear of it are told.
void follow_up(work&, case_file&, const std::vector<incident::event>& events);

/// Sends a reminder, an escalation or a breach of a deadline to the people and groups it names.
void send_nudge(work&, case_file&, const rules::deadline& duty, const rules::nudge& what, const std::string& purpose);

/// Tells the people of one step of the escalation chain that nobody has acknowledged yet. False when none of them has a channel.
bool call_step(work&, case_file&, const rules::chain_call& call);

/// The incident's leaders hear that a person who must act cannot be reached by any channel.
void tell_leaders_unreached(work&, const case_file&, const std::string& person);

/// Tells everybody who reported the incident or joined it.
void tell_reporters(work&, const case_file&, const std::vector<phrase>& what);

} // namespace bot::flow
