#pragma once

#include "bot/flow/case_file.hpp"

#include <string>
#include <vector>

namespace bot::flow {

/// What follows from events that were just stored: clocks are brought up to date, chains start or end, and those who are
/// to hear of it are told. `held_by` had it in hand before them.
void follow_up(work&, case_file&, const std::vector<incident::event>& events, const incident::actor& held_by = {});

/// The incident's leaders hear that a person who must act cannot be reached by any channel.
void tell_leaders_unreached(work&, const case_file&, const std::string& person);

/// Tells everybody who reported the incident or joined it.
void tell_reporters(work&, const case_file&, const std::vector<phrase>& what);

} // namespace bot::flow
