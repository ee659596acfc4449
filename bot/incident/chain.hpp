#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bot::incident {

/// What stands before the first entry of a chain: 64 zeros.
std::string_view chain_start();

/// The hash that binds an entry to all before it: SHA-256, as 64 lower-case hex digits, over the 32 bytes of
/// `previous_hex` followed by the canonical payload bytes (`to_json(event)` exactly as stored).
/// Throws std::invalid_argument when `previous_hex` is not 64 hex digits: a broken store, not a user's fault.
std::string entry_hash(std::string_view previous_hex, std::string_view payload);

/// SHA-256 of bytes as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// One row of the register's log as the store holds it.
struct chain_entry {
    std::int64_t sequence = 0; ///< consecutive
    std::string payload{};     ///< canonical bytes, to_json(event)
    std::string hash{};        ///< 64 hex digits, of the payload as first written
    /// "" for an untouched row. For a row that an erasure rewrote: sha256_hex of the rewritten payload, taken
    /// from the `erased` event that lists it (`erased::rewritten`), so that a rewritten row cannot be edited
    /// afterwards either.
    std::string rewritten_as{};
};

/// Walks consecutive entries from the hash before the first one. Returns the sequence number of the first
/// entry that does not fit: edited (hash differs), missing (the sequence jumps: the number returned is the
/// missing one) or with a malformed hash. A rewritten row keeps the hash of what it replaced, so that those
/// after it still verify, and is itself checked against `rewritten_as`. A cut tail shows only against a
/// sealed head.
std::optional<std::int64_t> first_broken(std::string_view previous_hex, std::int64_t first_sequence,
                                         std::span<const chain_entry> entries);

} // namespace bot::incident
