#pragma once

#include "store/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Stored as a number: values are never reused.
enum class attachment_state : std::uint8_t { pending = 0, stored = 1, refused = 2, failed = 3, erased = 4 };

struct attachment {
    attachment_id id{};
    contact_id contact{};                  ///< who sent it
    std::optional<incident_id> incident{}; ///< nothing while it belongs to a draft
    std::string kind{};                    ///< image, audio, video, file, location …
    std::string url{};                     ///< where it is fetched; emptied once that is settled
    std::string name{};
    attachment_state state = attachment_state::pending;
    std::string sha256{}; ///< hex
    std::int64_t size = 0;
    std::string path{};   ///< below the attachments folder
    std::string reason{}; ///< why refused or failed
    int attempts = 0;
    std::optional<instant> next_try_at{};
    instant created_at{};
    std::string data{}; ///< JSON: coordinates of a location …
};

/// Adds one (its `id` and `attempts` are ignored); the new id. `next_try_at` nothing = at once.
attachment_id add_attachment(transaction& tx, const attachment& one);
std::optional<attachment> find_attachment(connection& from, attachment_id id);
/// Pending ones whose time has come, oldest first.
std::vector<attachment> pending_attachments(connection& from, instant now, int limit);

/// False when it is not pending any more (erased meanwhile): the file is then to be deleted.
bool attachment_stored(transaction& tx, attachment_id id, std::string_view sha256, std::int64_t size,
                       std::string_view path);
void attachment_refused(transaction& tx, attachment_id id, std::string_view reason);
/// A failed try: again at `next_try`, or given up when there is none.
void attachment_failed(transaction& tx, attachment_id id, std::string_view reason,
                       std::optional<instant> next_try);

/// The draft became an incident.
void assign_attachments(transaction& tx, std::span<const attachment_id> ids, incident_id incident);
std::vector<attachment> attachments_of(connection& from, incident_id incident);

/// Blanks what a contact sent; the paths of files the caller is to delete after the commit.
std::vector<std::string> erase_attachments(transaction& tx, contact_id contact);

} // namespace store
