#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>

namespace adapters::sandbox {

/// Wakes everybody who waits for something to happen. Single-threaded.
class bell {
public:
    explicit bell(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Until the next ring, for at most `at_most` of real time. True when it rang. The bell must outlive the
    /// wait.
    boost::asio::awaitable<bool> wait(std::chrono::milliseconds at_most);
    void ring();

private:
    boost::asio::any_io_executor executor_;
    std::list<boost::asio::steady_timer> waiting_;
};

} // namespace adapters::sandbox
