#pragma once

#include "adapters/email/reading/letter.hpp"
#include "bot/result.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace adapters::email {

/// What an automatic mail says about itself (RFC 3834).
enum class auto_submitted : std::uint8_t {
    no,             ///< written by a person: no field
    auto_generated, ///< reminder, escalation
    auto_replied,   ///< answer to a mail
};

struct outgoing_attachment {
    std::string name; ///< UTF-8
    std::string type; ///< "application/pdf"
    std::string content;
};

/// A mail to be sent. Texts are UTF-8; ids and references are without <>.
struct outgoing_mail {
    std::string message_id;
    mailbox from;
    mailbox to;
    std::string subject;
    bot::rules::instant date;
    std::string in_reply_to{};
    std::vector<std::string> references{}; ///< oldest first
    std::string reply_to{};                ///< an address
    auto_submitted kind = auto_submitted::auto_generated;
    std::string text;
    std::string html{}; ///< "" for none
    std::vector<std::pair<std::string, std::string>> extra_headers{};
    std::vector<outgoing_attachment> attachments{};
};

/// The mail as RFC 5322 bytes: CRLF line ends, 7-bit only, no line over 998 bytes. The same mail gives the same bytes.
/// In texts of the header line ends and tabs become spaces, other controls vanish. Ids to refer to that are none are left
/// out: they came from outside. `errc::malformed` when an address, our message id, a media type or the name of
/// an extra header is none, or that header is one that is written from the other members.
bot::result<std::string> compose(const outgoing_mail& mail);

/// "c.12.3@bv.test" and alike: something @ something of printable ASCII, no spaces, <> or quotes, 250 bytes at most.
bool is_message_id(std::string_view id);
/// An address that may stand in a header and an SMTP envelope as it is: ASCII, no quotes, spaces, <>, controls; a
/// local part of 64 bytes and 254 in all at most.
bool is_plain_address(std::string_view address);

} // namespace adapters::email
