#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/step.hpp"
#include "bot/flow/speaker.hpp"

#include <string_view>
#include <vector>

namespace bot::flow {

/// Opens a form in the person's own chat, about an incident or a new report, with answers known beforehand. What they had
/// open is put aside and can be taken up again with "tiếp tục".
void begin_form(const speaker&, std::string_view form, const case_file* about = nullptr, std::vector<dialog::answer> known = {},
                std::vector<phrase> before = {});

/// The conversation that is open in the person's chat, asleep ones included.
std::optional<dialog::conversation> open_conversation(const speaker&);

/// Whether their next message belongs to a form.
bool is_asked(const speaker&);

/// Hands their message to the open form.
void answer_form(const speaker&, const dialog::conversation& draft);

/// Repeats what the open form asks, after something else was said in between.
std::vector<phrase> open_question(const speaker&);

/// "tiếp tục": wakes a form put aside, or brings back the newest expired one. False when there is none.
bool resume_form(const speaker&);

/// What forms may ask about: facts and options for this person and this incident.
dialog::context form_context(const speaker&, const case_file* about, const dialog::conversation* draft);

} // namespace bot::flow
