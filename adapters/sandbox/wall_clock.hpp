#pragma once

#include "adapters/sandbox/clock_control.hpp"

#include <chrono>

namespace adapters::sandbox {

/// The plain clock of `sucobot sandbox`: starts at the machine's time, runs `speed` times as fast, can jump
/// ahead.
class wall_clock final : public clock_control {
public:
    wall_clock();
    explicit wall_clock(bot::rules::instant start);

    bot::rules::instant now() const override;
    double speed() const override;
    void set_speed(double times) override;
    void jump(bot::rules::duration ahead) override;

private:
    bot::rules::instant at_; ///< what the clock showed at `since_`
    std::chrono::steady_clock::time_point since_;
    double speed_ = 1.0;
};

} // namespace adapters::sandbox
