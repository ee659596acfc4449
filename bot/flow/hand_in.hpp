#pragma once

#include "bot/dialog/answer.hpp"
#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// What a filled form leads to, by its id: a new incident, or a command on the one it is about. `before` is what the form
/// itself had to say last; it stands above the answer.
void hand_in(const speaker&, const dialog::submission& filled, std::vector<phrase> before);

/// Forms that somebody hands in; check-config asks for each of them.
const std::vector<std::string_view>& forms_needed();

} // namespace bot::flow
