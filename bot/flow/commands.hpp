#pragma once

#include "bot/dialog/command.hpp"
#include "bot/flow/speaker.hpp"

#include <string>
#include <string_view>

namespace bot::flow {

/// Does what a person asked for, and answers them.
void do_command(const speaker&, const dialog::command&);

/// Starts "quick_report" or "full_report"; what they already said becomes the description.
void begin_report(const speaker&, std::string_view form, const std::string& said = {});

/// A reporter writes about their open incident: their words and files reach those who work on it.
void add_to_report(const speaker&, case_file&);

/// What is acted on when written in a group: what concerns an incident. Talk about anything else is left alone there.
bool meant_for_a_group(dialog::verb what);

/// Asks somebody unknown, in private, to link their account: nothing has been done.
void invite_to_link(const speaker&);

/// Carries a command out on an incident and says `done` or the refusal. True when it was carried out.
bool try_command(const speaker&, case_file&, const incident::command& what, const std::vector<phrase>& done);

} // namespace bot::flow
