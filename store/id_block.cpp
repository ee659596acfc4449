#include "store/id_block.hpp"

namespace store {

namespace {

constexpr std::int64_t block_size = 1024;

}

std::int64_t id_block::take(transaction& tx)
{
    if (next_ == end_) {
        auto row = tx.query("UPDATE outbox_ids SET reserved = reserved + ? RETURNING reserved", block_size);
        row.step();
        end_ = row.integer(0);
        next_ = end_ - block_size;
        reserved_ = true;
    }
    return ++next_;
}

void id_block::rolled_back()
{
    // Whether the reservation itself is undone depends on where it was made: a new one is right in either
    // case.
    if (reserved_)
        forget();
}

} // namespace store
