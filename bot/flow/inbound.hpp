#pragma once

#include "bot/rules/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

/// Where messages come from and go to. Stored as a number: values are never reused.
enum class channel_kind : std::uint8_t {
    zalo = 1,          ///< 1:1 chat with the Official Account; the address is the user id
    zalo_group = 2,    ///< group chat of the Official Account; the address is the group id
    zalo_template = 3, ///< template message by phone; the address is the number as 84…
    email = 4,         ///< the address is a mailbox
};

/// A chat: one ordered line of messages.
struct chat {
    channel_kind channel = channel_kind::zalo;
    std::string address;

    auto operator<=>(const chat&) const = default;
};

/// A file, picture, voice note or place somebody sent. A link is fetched after the commit (links die); what came with the event
/// itself is on the disk already.
struct inbound_attachment {
    std::string kind; ///< image, gif, audio, video, file, sticker, link, location
    std::string url;
    std::string name;
    std::optional<std::uint64_t> size_claimed;
    std::optional<double> latitude;
    std::optional<double> longitude;
    std::string path{};   ///< below the attachments folder, of a file that is there already
    std::string sha256{}; ///< of such a file, hex
    std::uint64_t size = 0;
};

/// What a channel's event means to the bot.
enum class inbound_kind : std::uint8_t {
    message,      ///< a person wrote; `chat` is where, `sender` who
    followed,     ///< opened the door: counts as an interaction
    unfollowed,   ///< closed it
    shared_phone, ///< gave `phone` by their own act
    withdrew,     ///< asks for erasure of their data
    delivered,    ///< receipt for `message_ids` of ours
    seen,
    ignored, ///< echo of our own sends, reactions, administration: kept raw, never answered
};

/// What the border server found out about a mail's sender.
enum class sender_proof : std::uint8_t { none, pass, fail };

/// A report that a mail of ours did not arrive (RFC 3464).
struct mail_bounce {
    std::string recipient;           ///< lower case, "" if the report names none
    bool permanent = false;          ///< given up; else the server goes on trying
    std::string status;              ///< "5.1.1", "" if unknown
    std::string original_message_id; ///< of our mail, without <>
    std::string tag;                 ///< of our envelope address it came to
};

/// What a mail tells besides its text and files.
struct mail_facts {
    std::string subject;
    std::string message_id;              ///< without <>, "" if it has none
    std::vector<std::string> thread_ids; ///< mails it answers, the nearest first
    std::vector<std::string> tags;       ///< what stood after "+" in addresses of ours it was sent to
    std::string quoted;                  ///< what was cut from the text: quotes and signature
    std::string kind = "person";         ///< else why it is no person's: "auto_reply", "bounce", "mailing_list" …
    bool no_receipts = false;            ///< the sender asks for no automatic answers
    bool several_senders = false;
    sender_proof proof = sender_proof::none;
    std::optional<mail_bounce> bounce{};
    // Where it was fetched, for the bookkeeping that belongs to its commit; "" where nothing is kept.
    std::string account{};
    std::string folder{};
    std::uint32_t uidvalidity = 0;
    std::uint32_t settled_uid = 0;

    bool by_a_person() const { return kind == "person"; }
};

/// One event of a channel, parsed, before anything is decided about it.
struct inbound {
    inbound_kind kind = inbound_kind::ignored;
    std::string event_name;                 ///< the channel's own name for it
    std::string dedup_key;                  ///< 16 bytes; a redelivery repeats it
    chat from;                              ///< the chat it happened in
    std::string sender;                     ///< the channel's id of the person; in a 1:1 chat equal to `from.address`
    std::string text;                       ///< NFC, without control characters
    std::vector<inbound_attachment> attachments;
    std::string quoted_message_id;          ///< the channel's id of the message replied to, "" if none
    std::vector<std::string> message_ids;   ///< of receipts
    std::string phone;                      ///< of shared_phone, digits as 84…
    std::string sender_name;                ///< if the channel tells
    rules::instant sent_at{};               ///< the channel's own time stamp; for display, never for clocks
    std::string raw;                        ///< body as received, for the event log
    std::optional<mail_facts> mail{};       ///< of a mail
};

} // namespace bot::flow
