#pragma once

#include "bot/rules/time.hpp"

namespace adapters::sandbox {

/// The clock the sandbox lives by and its page can turn. `demo` hands in the bot's own, so that both sides
/// agree.
class clock_control {
public:
    virtual ~clock_control() = default;

    virtual bot::rules::instant now() const = 0;

    /// Clock seconds per real second; 1 is real time.
    virtual double speed() const = 0;
    virtual void set_speed(double times) = 0;

    /// Moves the clock ahead at once. Never back: a negative step is ignored.
    virtual void jump(bot::rules::duration ahead) = 0;
};

} // namespace adapters::sandbox
