#pragma once

#include "bot/dialog/answer.hpp"
#include "bot/flow/speaker.hpp"
#include "bot/incident/command.hpp"

namespace bot::flow {

/// A quick or full report becomes an incident with a number; the receipt names it, the deadline and who is responsible. After
/// a quick report the rest of Form 1 is asked as a supplement to the same incident.
void file_report(const speaker&, const dialog::submission& filled, std::vector<phrase> before);

/// The rest of Form 1 for an incident that exists.
void supplement(const speaker&, case_file&, const dialog::submission& filled);

/// The parts of both that say nothing, for a channel that words its answer as a whole.
case_file open_report(const speaker&, const dialog::submission& filled);
incident::supplement supplement_of(const speaker&, const case_file&, const dialog::submission& filled);
std::vector<phrase> receipt(const speaker&, const case_file& made);

} // namespace bot::flow
