#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/flow/mail_sender.hpp"
#include "bot/flow/speaker.hpp"

#include <string>

namespace bot::flow {

/// A new report by mail: what the letter says is read at once, the incident is opened as soon as it is clear what happened and where,
/// and one answer gives the number and asks for the rest.
void report_by_mail(const speaker&, const mail_sender&, const std::string& subject);

/// A further letter about a report that was not complete.
void complete_by_mail(const speaker&, const dialog::conversation& draft);

/// Whether an open conversation is a report by mail.
bool is_report_by_mail(const dialog::conversation& draft);

} // namespace bot::flow
