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

/// A file, picture, voice note or place somebody sent. The link is fetched after the commit (links die).
struct inbound_attachment {
    std::string kind; ///< image, gif, audio, video, file, sticker, link, location
    std::string url;
    std::string name;
    std::optional<std::uint64_t> size_claimed;
    std::optional<double> latitude;
    std::optional<double> longitude;
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
};

} // namespace bot::flow
