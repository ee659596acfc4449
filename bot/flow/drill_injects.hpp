#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/post.hpp"
#include "store/drills.hpp"

#include <optional>
#include <set>
#include <string_view>

namespace bot::flow {

// What is made to go wrong in a drill. Only messages and acts about a drill's incidents are ever touched.

/// What the injects that last now do to a message for a person.
struct injected {
    bool silent = false;             ///< the person plays the one who does not answer: nothing is sent
    std::set<way> not_by{}; ///< ways made to fail
};
injected injected_on(work&, std::string_view person, const about& matter);

/// Whether a message of that kind is lost on its way into the chat. Answers to what somebody has just written are not.
bool is_lost_in_drill(work&, const chat& to, const about& matter);

/// Why somebody may not act on a drill's incident: the drill is over, or they play the silent one. Nothing for other incidents.
std::optional<phrase> refused_in_drill(work&, const case_file&, const incident::actor& by);

} // namespace bot::flow
