#pragma once

#include "adapters/sandbox/server.hpp"

#include <boost/asio/awaitable.hpp>

namespace cli {

/// Plays the scripted story over real HTTP: report, acknowledgment, classification, assignment, reminder, breach, escalation in
/// the leaders' group, resolution. Prints what each person saw. False, with what was missing, as soon as an expectation fails.
boost::asio::awaitable<bool> play_story(adapters::sandbox::server& phones, adapters::sandbox::mail_desk& mailbox, adapters::sandbox::clock_control& clock,
                                        std::function<void()> clock_changed);

} // namespace cli
