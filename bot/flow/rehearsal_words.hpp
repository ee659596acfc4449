#pragma once

#include "bot/flow/knowledge.hpp"
#include "bot/flow/rehearsal.hpp"
#include "bot/phrase.hpp"

#include <string>

namespace bot::flow {

// How a line of a rehearsal is put into words, cell by cell: a chat message and a table on the shell are made from the same.

/// "+0:30": hours and minutes since the report.
std::string offset_of(const rehearsal_question&, const rehearsed&);
/// The person's name, the leaders' or the superior's group, the role that nobody holds.
phrase who_of(const knowledge&, const rehearsal_question&, const rehearsed&);
phrase channel_of(const rehearsed&);
/// What they read, or what is wrong.
phrase what_of(const rehearsed&);

/// Name of a channel by its kind: "zalo", "zalo_group", "zalo_template", "email".
std::string name_of(channel_kind);

} // namespace bot::flow
