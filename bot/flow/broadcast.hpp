#pragma once

#include "bot/dialog/step.hpp"
#include "bot/flow/speaker.hpp"
#include "store/broadcasts.hpp"
#include "store/deliveries.hpp"

namespace bot::flow {

/// "cảnh báo: …": opens the review of a warning to everybody with a duty in the sender's units and those below. Only incident
/// managers, IT heads and leaders may send one.
void begin_broadcast(const speaker&, const std::string& text);
/// What the review's question names: how many people in how many units, and the text as it will be sent.
dialog::fact_table broadcast_facts(const speaker&, const dialog::conversation&);
/// The review's answer: sends it, asks for the text again, or drops it.
void decide_broadcast(const speaker&, const dialog::submission&);

/// "đã đọc 3"; without a number the newest one they have not read.
void read_notice(const speaker&, const std::string& number);
/// "ai đã đọc 3"; without a number the newest they sent.
void show_notice_readers(const speaker&, const std::string& number);

/// A read receipt of the channel counts like the word of the person.
void note_broadcast_seen(work&, const store::delivery&);

/// Sends what waits for its turn; after a day tells the sender who has read it and reminds the others, once.
void broadcast_due(work&, const store::timer&);

/// Sends to as many readers as may be sent to now and sets the timer for the rest.
void send_broadcast(work&, const store::broadcast&);
/// "Cảnh báo số 3: 12/15 người đã đọc", and who has not.
std::vector<phrase> reader_lines(work&, const store::broadcast&);

/// At most so many messages of broadcasts leave in a minute: incidents and their replies go first.
inline constexpr int broadcast_messages_per_minute = 20;
inline constexpr std::chrono::hours broadcast_reported_after{24};

} // namespace bot::flow
