#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/result.hpp"

#include <string>
#include <string_view>

namespace adapters::zalo {

/// Whose events we take. An empty `oa_id` takes those of every account of the app.
struct oa_identity {
    std::string app_id;
    std::string oa_id;
};

/// What was odd about a body that could be read all the same; for the log.
struct parse_notes {
    bool repaired = false;           ///< lone surrogates, broken UTF-8 or raw control characters became U+FFFD
    bool group_from_recipient = false; ///< no group_id: recipient.id was taken for it (contract §3.4)
    bool other_account = false;      ///< an event of another Official Account of the app: ignored
};

/// Nesting deeper than this is no event of Zalo's (they need 5).
inline constexpr int event_depth_max = 32;

/// Reads a webhook body into what it means to the bot. Every event of contract §1.5 and its aliases; an unknown one, or one
/// that lacks what its kind needs, is `ignored` and kept raw. Numbers where strings are due are taken digit by digit.
/// A mention of our own account is taken out of a group's text. Echoes, receipts, reactions, and whatever our own account or an anonymous visitor wrote are never `message`.
/// Fails with `malformed` when it is no JSON object or too deep, `unauthentic` when it names another app.
/// The body is moved into `inbound::raw`; after a failure it is as it was.
bot::result<bot::flow::inbound> parse_event(std::string&& body, const oa_identity& identity, parse_notes* notes = nullptr);

/// 16 bytes that a redelivery repeats: of event name and message id, or of the raw body when there is no id (contract §1.3).
std::string dedup_key(std::string_view event_name, std::string_view message_id, std::string_view body);

/// A well-signed body that `parse_event` could not read, as an event to keep: `ignored`, raw, key of the body.
bot::flow::inbound unreadable_event(std::string body);

} // namespace adapters::zalo
