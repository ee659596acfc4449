#pragma once

#include "bot/dialog/command.hpp"
#include "bot/flow/speaker.hpp"

namespace bot::flow {

// What anybody may ask to see. Only incidents the person may see are shown or counted.

void show_status(const speaker&, const dialog::command&);
void show_list(const speaker&, dialog::verb which);
void show_statistics(const speaker&);
void show_on_duty(const speaker&);
void show_details(const speaker&, case_file&);
void show_proof(const speaker&, case_file&);
void show_help(const speaker&);
void show_main_menu(const speaker&);

} // namespace bot::flow
