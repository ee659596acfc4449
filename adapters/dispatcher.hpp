#pragma once

#include "bot/flow/send_queue.hpp"
#include "bot/rules/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace adapters {

/// All the dispatcher touches of the world.
struct dispatcher_ports {
    /// One try of one message; an exception counts as `ambiguous`.
    std::function<boost::asio::awaitable<bot::flow::send_outcome>(bot::flow::sending)> send;
    /// The fate of a message, once, not from within `push`.
    std::function<void(bot::flow::settlement)> settle;
    std::function<bot::rules::instant()> now;
    /// Hears of every try, for the log. Optional.
    std::function<void(const bot::flow::sending&, const bot::flow::send_outcome&)> attempted{};
    /// Runs `wake` at `at` or soon after; a later call replaces the one before. Optional: without it a steady timer is used.
    std::function<void(bot::rules::instant at, std::function<void()> wake)> wake_at{};
};

/// Runs a send_queue: begins every try it hands out, tells it how each ended. Single-threaded.
class dispatcher {
public:
    dispatcher(boost::asio::any_io_executor executor, bot::flow::send_limits limits, dispatcher_ports ports);
    ~dispatcher();

    /// False when a message of that id is already here.
    bool push(bot::flow::outbound message);
    bool cancel(std::int64_t id);

    /// Begins no more tries and waits for those under way, at most `grace`. What is unsent stays in the outbox.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    std::size_t size() const;
    std::size_t in_flight() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters
