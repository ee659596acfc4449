#pragma once

#include "bot/flow/post.hpp"
#include "bot/flow/send_queue.hpp"

#include <string>

namespace bot::flow {

/// The header of the next mail to a chat about an incident or none: in the thread the two have had, with a Message-ID and a reply
/// token of its own. A plain answer keeps the subject of the mail it answers; news begin with what they say, due time included.
mail_header header_for(work&, const store::contact& to, const about& matter, const std::string& text);

/// Enters the mail that was just received as the one to answer.
void note_thread(work&, const store::contact& from, std::optional<store::incident_id> incident, const mail_facts& mail);

/// As it is kept in the outbox beside the text, and read back for the sender.
std::string to_payload(const mail_header& header);
std::optional<mail_header> mail_header_of(const std::string& payload);

} // namespace bot::flow
