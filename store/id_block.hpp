#pragma once

#include "store/database.hpp"

#include <cstdint>

namespace store {

/// Ids of the outbox, which must never come back although its rows go. They are reserved in blocks, so that a
/// message costs no write for it; what is left of a block is skipped after a restart.
class id_block {
public:
    std::int64_t take(transaction& tx);

    void committed() { reserved_ = false; }
    void rolled_back();
    void forget() { next_ = end_ = 0; }

private:
    std::int64_t next_ = 0;
    std::int64_t end_ = 0;
    bool reserved_ = false; ///< by the open transaction
};

} // namespace store
