#pragma once

#include "store/database.hpp"

#include <cstdint>
#include <optional>

namespace store {

/// For pruning a log whose ids grow with time: the id of the last row before `older_than` among its first `limit`, nothing
/// when even the first is younger. `ids_and_moments` gives id and moment, ordered by id, with the limit as its parameter. The look
/// ends at the first younger row: what is kept is not read each round.
std::optional<std::int64_t> last_older(transaction& tx, sql ids_and_moments, instant older_than, int limit);

} // namespace store
