#pragma once

#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"
#include "store/drills.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

// The course of a unit's drill: who is told what, and what ends with it.

/// Everybody with a role in the unit, each once: its own holders, or those above it who stand in.
std::vector<std::string> people_of_unit(const work&, std::string_view unit);

/// Tells them that it begins; `except` knows already.
void announce_drill(work&, store::drill&, std::string_view except = {});

/// Tells whom an inject concerns.
void announce_inject(work&, const store::drill&, const store::drill_inject&);
/// And that it is over.
void announce_inject_end(work&, const store::drill&, const store::drill_inject&);

/// Ends it: its incidents come to rest as they stand, everybody is told, the starter and the leaders get the score sheet.
/// `asker` gets the answer of the caller instead: the lines are returned.
std::vector<phrase> end_drill(work&, store::drill, std::string_view asker = {});

} // namespace bot::flow
