#pragma once

#include "adapters/sandbox/clock_control.hpp"

#include <chrono>

namespace adapters::sandbox {

/// Notices when somebody else turns the clock.
class clock_watch {
public:
    /// True when the clock has jumped, or runs at another speed, since the last call.
    bool turned(const clock_control& clock);

private:
    bot::rules::instant shown_{}; ///< what it showed at `looked_`
    std::chrono::steady_clock::time_point looked_{};
    double speed_ = 0;
};

} // namespace adapters::sandbox
