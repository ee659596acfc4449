#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// How far a mail folder has been read: every mail up to `last_uid` under this UIDVALIDITY is settled.
struct mail_position {
    std::uint32_t uidvalidity = 0; ///< 0: never read
    std::uint32_t last_uid = 0;
};
std::optional<mail_position> find_mail_position(connection& from, std::string_view account, std::string_view folder);
void save_mail_position(transaction& tx, std::string_view account, std::string_view folder, mail_position at);

/// Tries to take a mail in that have not come to an end. `key` is 16 bytes.
int mail_tries(connection& from, std::string_view key);
/// Counts one more; how many there have been.
int count_mail_try(transaction& tx, std::string_view key, instant now);
void forget_mail_tries(transaction& tx, std::string_view key);

/// The exchange of mails with one address about one incident (or none).
struct mail_thread {
    std::string subject{};          ///< of the mail it began with, without "Re:"
    std::string first_message_id{}; ///< without <>
    std::string last_message_id{};  ///< what the next mail answers
};
std::optional<mail_thread> find_mail_thread(connection& from, contact_id contact, std::optional<incident_id> incident);
void save_mail_thread(transaction& tx, contact_id contact, std::optional<incident_id> incident, const mail_thread& what);

/// A mail that came in, entered in the history of its thread.
struct mail_entry {
    std::optional<incident_id> incident{};
    contact_id contact{};
    instant at{};
    std::string kind{}; ///< "person", "auto_reply", "bounce" …
    std::string subject{};
    std::string message_id{};
};
void add_mail_entry(transaction& tx, const mail_entry& what);
std::vector<mail_entry> mail_entries(connection& from, incident_id incident);

/// Answers to mails, for the caps that keep two robots from writing to each other for ever.
void note_mail_answer(transaction& tx, contact_id contact, std::optional<incident_id> incident, instant now);
std::int64_t count_mail_answers(connection& from, std::optional<contact_id> contact, std::optional<incident_id> incident, instant since);

/// A report whose sender nobody vouches for, until somebody decides about it.
struct unverified_mail {
    enum class state_kind : std::uint8_t { open = 0, accepted = 1, discarded = 2 };
    std::int64_t id = 0;
    contact_id contact{};
    instant at{};
    std::string unit{};
    std::string why{}; ///< "unknown_sender", "authentication_failed" …
    std::string subject{};
    std::string text{};
    std::vector<attachment_id> attachments{};
    state_kind state = state_kind::open;
};
std::int64_t add_unverified_mail(transaction& tx, const unverified_mail& what);
std::optional<unverified_mail> find_unverified_mail(connection& from, std::int64_t id);
/// False when it was decided before.
bool decide_unverified_mail(transaction& tx, std::int64_t id, unverified_mail::state_kind how);

/// Retention: tries and answers older than the caps look back.
void prune_mail(transaction& tx, instant older_than);

} // namespace store
