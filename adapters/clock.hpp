#pragma once

#include "bot/rules/time.hpp"

#include <chrono>
#include <functional>

namespace adapters {

/// The time the bot lives by. `serve` gives it the machine's; the demo one that can run fast and be turned ahead.
struct clock {
    std::function<bot::rules::instant()> now;
    /// How long to wait in real time until the clock shows `at`; not negative.
    std::function<std::chrono::milliseconds(bot::rules::instant at)> real_wait;
};

inline clock machine_clock()
{
    const auto now = [] { return std::chrono::time_point_cast<bot::rules::duration>(std::chrono::system_clock::now()); };
    return {.now = now, .real_wait = [now](bot::rules::instant at) { return std::max(bot::rules::duration{0}, at - now()); }};
}

} // namespace adapters
