#pragma once

#include "store/connection.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace store {

/// The chain: hash(n) = bot::incident::entry_hash(hash(n-1), seq ‖ incident ‖ at ‖ length of kind ‖ kind ‖
/// digest(n)) with integers big-endian in 8 bytes and digest(n) = SHA-256(salt ‖ payload) in hex. hash(0) is
/// bot::incident::chain_start().
struct chain_head {
    event_seq seq{};        ///< 0 = empty
    std::string hash_hex{}; ///< 64 hex digits
};

/// What to seal outside, daily.
chain_head head(connection& from);

enum class chain_fault {
    none,
    missing,            ///< an entry between others, or at the end, is gone
    altered,            ///< an entry does not match its hash
    redaction_unproven, ///< a payload was replaced and no event records it
    sealed_head_absent, ///< the chain is whole but does not contain the sealed head: its tail was cut or it
                        ///< was rewritten
};

struct verdict {
    chain_fault fault = chain_fault::none;
    event_seq first_broken{}; ///< where; for a cut tail the first seq that is missing
    chain_head head{};        ///< of what is there
    std::int64_t entries = 0;
    std::int64_t redacted = 0;

    bool intact() const { return fault == chain_fault::none; }
};

/// Walks the whole chain. `sealed_head`: the hex of a head sealed earlier, in any case.
verdict verify(connection& from, std::optional<std::string_view> sealed_head = {});

} // namespace store
