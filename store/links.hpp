#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace store {

/// One-time codes that tie a chat to a directory person. Only hashes of codes are kept.

/// A new code for a person; an earlier one stops working.
void add_link_code(transaction& tx, std::string_view code_hash, std::string_view person, instant expires_at);

/// The person, and the code is used up; nothing when it is unknown or expired.
std::optional<std::string> redeem_link_code(transaction& tx, std::string_view code_hash, instant now);

/// Counts a wrong code of a contact; how many there were since `since`, this one included. Guessing is cut
/// off by it.
std::int64_t note_wrong_code(transaction& tx, contact_id contact, instant now, instant since);
std::int64_t wrong_codes(connection& from, contact_id contact, instant since);

std::int64_t prune_links(transaction& tx, instant expired_before);

} // namespace store
