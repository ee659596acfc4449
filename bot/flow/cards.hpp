#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/phrase.hpp"

#include <string>
#include <vector>

namespace bot::flow {

// An incident as people see it in a chat. Whatever a person typed is masked: the register alone keeps it whole.

/// "12" of SC-2026-000012.
std::string short_number(const case_file&);

/// Number, unit, status, system, what happened, since when and by whom: what one needs to act.
std::vector<phrase> card(work&, const case_file&);

/// The card with level, handler, clocks and the last entries of the history: "chi tiết".
std::vector<phrase> full_card(work&, const case_file&);

/// For a leadership group: what is asked first, then number, unit, system and criticality, level, type, clock, owner.
std::vector<phrase> group_card(work&, const case_file&, phrase asked);

/// One line in a list.
phrase list_line(const work&, const store::incident_row&, std::optional<rules::instant> due);

/// "Mức 3 (nghiêm trọng)", or that there is none yet.
phrase level_phrase(std::optional<int> level);
phrase type_phrase(const std::string& type);

/// The running deadline inside the unit that is due first, as "còn …"; "" phrase list when none runs.
std::vector<phrase> first_clock(work&, const case_file&);

/// Whose time was used so far, by unit, vendor and other pauses; empty while nothing was ever paused.
std::vector<phrase> time_lines(const work&, const case_file&);

/// What somebody typed, masked and short enough for a card.
std::string shown(const std::string& typed);

} // namespace bot::flow
