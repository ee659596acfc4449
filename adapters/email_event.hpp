#pragma once

#include "adapters/email/inbox.hpp"
#include "adapters/email/reading/letter.hpp"
#include "bot/flow/inbound.hpp"

#include <string>
#include <string_view>

namespace adapters {

/// What the bot's core is told of a mail. `own` is the bot's own address. The key is made from what two deliveries of one mail have
/// in common (Message-ID, sender, subject, text), so that a copy through an alias counts once while two different mails under one
/// Message-ID count twice. Attachments are entered as they will lie on the disk: see `file_of`.
bot::flow::inbound event_of(const email::letter& read, const email::received_mail& from, std::string_view own);

/// The name under which the `index`-th file of a mail is kept; the same at every try.
std::string file_of(std::string_view dedup_key, std::size_t index);

} // namespace adapters
