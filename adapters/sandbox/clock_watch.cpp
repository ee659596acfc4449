#include "adapters/sandbox/clock_watch.hpp"

#include <algorithm>
#include <cmath>

namespace adapters::sandbox {

bool clock_watch::turned(const clock_control& clock)
{
    using bot::rules::duration;
    const auto looked = std::chrono::steady_clock::now();
    const bool first = looked_ == std::chrono::steady_clock::time_point{};
    const std::chrono::duration<double, std::milli> passed = looked - looked_;
    const auto expected = shown_ + duration{first ? 0 : std::llround(passed.count() * speed_)};
    const duration slack{std::llround(1'000 * std::max(1.0, speed_))};
    const bool jumped = std::chrono::abs(clock.now() - expected) > slack;
    const bool changed = speed_ < clock.speed() || speed_ > clock.speed();
    shown_ = clock.now();
    looked_ = looked;
    speed_ = clock.speed();
    return !first && (jumped || changed);
}

} // namespace adapters::sandbox
