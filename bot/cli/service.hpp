#pragma once

#include "adapters/clock.hpp"
#include "bot/flow/knowledge.hpp"
#include "config/settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace cli {

/// The whole bot as `serve` and `demo` run it: store, writer, engine, channels, web server. Built in that order, undone in the
/// other. Everything but the writer's thread runs on the io_context.
class service {
public:
    /// Opens the store; throws store::failure or store::newer_schema.
    service(boost::asio::io_context& io, config::settings settings, bot::flow::knowledge_ptr knowledge, adapters::clock time);
    ~service();

    /// Serves. Throws boost::system::system_error when the port is not to be had.
    void start();
    std::uint16_t port() const;

    /// Accepts no more, finishes what is under way, checkpoints the store.
    boost::asio::awaitable<void> stop();

    void adopt(bot::flow::knowledge_ptr knowledge);
    void clock_changed();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace cli
