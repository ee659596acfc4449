#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// A chat as the bot knows it: a person's 1:1 chat, a group, a mailbox. One row per (channel, address).
struct contact {
    contact_id id{};
    channel_number channel = 0;
    std::string address{};
    std::string person{}; ///< directory id; "" = not linked. Written by link_contact only.

    // The rest is written by save().
    std::string language{};                    ///< "" = the configured one
    std::optional<std::string> conversation{}; ///< JSON of the open conversation
    std::string menu{};                        ///< JSON of what a bare number would choose, "" = nothing
    std::optional<incident_id> last_shown{};   ///< what a short command means
    std::optional<instant> last_inbound_at{};  ///< opens the interaction window
    bool stopped = false;                      ///< asked to hear nothing ("dừng")
    bool blocked = false;                      ///< unfollowed or refuses us
    int strikes = 0;                           ///< refused attempts in a row
    std::string name{};                        ///< as the channel tells
    std::string phone{};                       ///< given by the person, digits as 84…
    std::string extra{};                       ///< JSON for what has no column yet, "" = nothing

    bool created = false; ///< not stored: load_or_create has just made it
};

contact load_or_create(transaction& tx, channel_number channel, std::string_view address);
std::optional<contact> find_contact(connection& from, channel_number channel, std::string_view address);
std::optional<contact> find_contact(connection& from, contact_id id);

/// Writes every column that may change, in one statement (not `person`).
void save(transaction& tx, const contact& one);

/// Chats of a directory person, latest heard from first.
std::vector<contact> contacts_of(connection& from, std::string_view person);

/// Ties a chat to a directory person, or unties it ("").
void link_contact(transaction& tx, contact& one, std::string_view person);

/// Contacts with an open conversation last heard from before `idle_since`: drafts to warn about or expire.
std::vector<contact> idle_conversations(connection& from, instant idle_since, contact_id after, int limit);

/// Forgets everything personal about a contact (name, phone, link, conversation, archived drafts); the row
/// stays so that the log keeps its owner. `user_withdraw`. Raw log, attachments and events are erased by
/// their own functions.
void erase_contact(transaction& tx, contact_id id);

} // namespace store
