#pragma once

#include "adapters/sandbox/call_body.hpp"
#include "adapters/sandbox/clock_control.hpp"
#include "adapters/sandbox/zalo_platform.hpp"
#include "bot/result.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace adapters::sandbox {

/// What an order of the control API works on.
struct desk {
    zalo_platform& platform;
    clock_control& clock;
    const call_body& body;

    instant now() const { return clock.now(); }
    std::string text(const std::string& name) const { return body.text("/" + name); }
    std::optional<double> number(const std::string& name) const { return body.number("/" + name); }

    /// A whole number, cut to a billion either way.
    int whole(const std::string& name, int otherwise) const
    {
        constexpr double most = 1'000'000'000;
        const auto found = number(name);
        return found ? static_cast<int>(std::clamp(*found, -most, most)) : otherwise;
    }
    /// Seconds, up to ten years.
    std::optional<duration> seconds(const std::string& name) const
    {
        constexpr double most = 10.0 * 366 * 24 * 3'600;
        const auto found = number(name);
        if (!found)
            return std::nullopt;
        return duration{std::llround(std::clamp(*found, -most, most) * 1'000)};
    }
};

/// JSON to answer with, or why not. The members each order takes stand above it in orders_*.cpp.
using outcome = bot::result<std::string>;

inline outcome malformed(std::string why)
{
    return bot::fail(bot::errc::malformed, std::move(why));
}

namespace orders {

// What people do, and who there is.
outcome say(const desk& at);
outcome say_in_group(const desk& at);
outcome attach(const desk& at);
outcome react(const desk& at);
outcome act(const desk& at);
outcome act_in_group(const desk& at);
outcome set_group(const desk& at);
outcome add_person(const desk& at);
outcome add_group(const desk& at);

// What happens to the platform.
outcome add_fault(const desk& at);
outcome clear_faults(const desk& at);
outcome set_switches(const desk& at);
outcome set_token(const desk& at);
outcome set_clock(const desk& at);
outcome set_webhooks(const desk& at);
outcome send_raw(const desk& at);
outcome reset(const desk& at);

} // namespace orders

} // namespace adapters::sandbox
