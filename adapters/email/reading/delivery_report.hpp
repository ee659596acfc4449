#pragma once

#include "adapters/email/reading/body_text.hpp"
#include "adapters/email/reading/letter.hpp"
#include "adapters/email/reading/raw_mail.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::email::mime {

/// What is known of a mail when it is asked whether it reports on the delivery of another.
struct report_source {
    const header& fields;
    const letter& mail; ///< sender, subject, text and addresses are read already
    const body_text& body;
    const reading_options& options;
};

/// The report of a mail server that one of our mails was not delivered, or later, or was: by RFC 3464 parts, by our VERP
/// address, by what servers write in plain words. Nothing for other mails; a person's mail about bounces is none.
std::optional<bounce_report> read_delivery_report(const report_source& source);

/// True for senders that are servers: mailer-daemon, postmaster.
bool is_server_sender(const mailbox& from);

/// "5.1.1" or "4.2.2" as the text has it; "" if nowhere. Addresses of hosts are not taken for one.
std::string find_status(std::string_view text);

} // namespace adapters::email::mime
