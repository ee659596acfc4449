#pragma once

#include "bot/flow/post.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Keeps what a person is to be told for their morning digest (store::take_held gives it back). About an incident, a later
/// note for the same purpose takes the place of an earlier one, and acting takes it back (`withdraw`).
void hold_for_digest(work&, std::string_view person, const std::vector<phrase>& what, const about& matter);
void hold_for_digest(work&, std::string_view person, std::string text, const about& matter);

} // namespace bot::flow
