#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace store {

/// Conversations put aside: expired ones are kept 30 days, "tiếp tục" brings the newest back.
draft_id archive_draft(transaction& tx, contact_id contact, instant at, std::string_view conversation_json);

/// The newest archived draft of a contact, taken out of the archive.
std::optional<std::string> restore_draft(transaction& tx, contact_id contact);

bool has_archived_draft(connection& from, contact_id contact);

/// Drops up to `limit` drafts archived before `older_than`; how many.
std::int64_t prune_drafts(transaction& tx, instant older_than, int limit);

} // namespace store
