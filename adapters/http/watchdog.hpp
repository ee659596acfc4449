#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace adapters::http {

/// Something that may wait only so long. `deadline` is set before each wait; far away means for ever.
class watched {
public:
    using clock = std::chrono::steady_clock;
    static constexpr clock::time_point never = clock::time_point::max();

    clock::time_point deadline = never;

    /// Ends the wait under way, e.g. by closing the socket. Called again until the deadline is moved.
    virtual void expire() = 0;

protected:
    ~watched() = default;
};

/// Ends what waits too long: one timer for all connections, so that setting a deadline costs a store and not a timer.
/// A deadline is met at most one period late. Holds the event loop only while something is watched.
class watchdog : public std::enable_shared_from_this<watchdog> {
public:
    watchdog(boost::asio::any_io_executor executor, std::chrono::milliseconds period);

    void add(watched& one);
    void remove(watched& one);
    void expire_all();
    std::size_t size() const { return all_.size(); }

    /// An eighth of the shortest limit, at least 5 ms and at most half a second.
    static std::chrono::milliseconds period_for(std::chrono::milliseconds shortest);

private:
    void arm();
    void sweep();

    boost::asio::steady_timer timer_;
    std::chrono::milliseconds period_;
    std::vector<watched*> all_;
    bool armed_ = false;
};

} // namespace adapters::http
