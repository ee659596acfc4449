#pragma once

#include "bot/flow/work.hpp"
#include "bot/incident/score_sheet.hpp"
#include "bot/phrase.hpp"
#include "store/drills.hpp"

#include <cstdint>
#include <vector>

namespace bot::flow {

/// How a drill went so far, or until it ended, from the history of its incidents.
incident::score_sheet score_of(work&, const store::drill&);

/// The score sheet in words: overall first, then each incident's times against the rules' own figures, then the injects.
std::vector<phrase> score_lines(work&, const store::drill&, std::size_t cards_max = SIZE_MAX);

/// So many incidents fit into one message, which then bears the banner.
inline constexpr std::size_t cards_in_a_message = 4;

} // namespace bot::flow
