#include "store/oldest.hpp"

namespace store {

std::optional<std::int64_t> last_older(transaction& tx, sql ids_and_moments, instant older_than, int limit)
{
    std::optional<std::int64_t> last;
    for (auto row = tx.query(ids_and_moments, limit); row.step() && row.moment(1) < older_than;)
        last = row.integer(0);
    return last;
}

} // namespace store
