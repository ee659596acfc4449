#pragma once

#include "tests/sim/year_plan.hpp"
#include "tests/sim/year_record.hpp"

namespace sim {

/// The whole bot for the time of `options` of a department under a virtual clock: everything that happens comes in by signed
/// webhooks, everything said goes out through the sandbox's Zalo. Same seed, same run.
year_record live_through(std::uint64_t seed, const year_options& options = {});

} // namespace sim
