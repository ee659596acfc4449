#pragma once

#include "bot/flow/work.hpp"

namespace bot::flow {

/// Erases what is known of the person behind a chat: conversation, name, phone, link, files, the raw log, and their data in
/// the history of incidents, where a tombstone stays so that the chain still verifies. What they wrote about the incident itself
/// stays: the register must keep it (QĐ 4494 Đ13.6).
void erase_person(work&, store::contact&);

/// Blanks everything of the chat in the raw log.
void erase_raw_log(work&, store::contact_id who);

} // namespace bot::flow
