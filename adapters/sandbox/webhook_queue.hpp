#pragma once

#include "adapters/sandbox/options.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace adapters::sandbox {

/// One event on its way to the bot. The body is the same at every attempt.
struct delivery {
    std::uint64_t id = 0;
    std::string body{};
    std::string signature{};       ///< whole header value, "mac=..."; "" for an unsigned probe
    std::string lane{};            ///< events of one lane leave one after the other
    bool template_service = false; ///< carries X-ZEvent-Server: ZNS
    std::string chat{};            ///< the person's message it reports, if it reports one
    std::string message_id{};
    int retry = 0; ///< 0: first attempt; else the header `num_retry`
    instant due{};
    bool under_way = false;
};

/// Events out, with Zalo's retries (contract 1.3): after 30 s, 5 min, 15 min, 30 min and 1 h the same body
/// again; when the last one fails too, the app is unsubscribed and what waits is lost.
class webhook_queue {
public:
    static constexpr std::array<duration, 5> ladder{std::chrono::seconds{30}, std::chrono::minutes{5},
                                                    std::chrono::minutes{15}, std::chrono::minutes{30},
                                                    std::chrono::hours{1}};
    static constexpr std::chrono::milliseconds answer_within{2'000}; ///< real time
    static constexpr std::size_t under_way_max = 32;

    explicit webhook_queue(bool retries) : retries_(retries) {}

    /// Queues an event that leaves at `due`; drops and counts it while unsubscribed.
    void push(delivery what, instant due);

    /// The next event that may leave now, marked as under way.
    std::optional<delivery> take(instant now);

    /// The bot's answer to an event under way: `accepted` is an HTTP 200 within the limit. Returns the event
    /// when it is done with.
    std::optional<delivery> settle(std::uint64_t id, bool accepted, instant now);

    /// When the next waiting event is due, nothing when none waits.
    std::optional<instant> next_due() const;

    bool subscribed() const { return subscribed_; }
    void subscribe() { subscribed_ = true; }

    /// Forgets what waits. Numbers go on rising, so that a late answer to an old event means nothing.
    void clear() { waiting_.clear(); }

    std::size_t waiting() const { return waiting_.size(); }
    std::size_t retrying() const;
    std::uint64_t delivered() const { return delivered_; }
    std::uint64_t failed_attempts() const { return failed_attempts_; }
    std::uint64_t lost() const { return lost_; }

private:
    bool retries_;
    bool subscribed_ = true;
    std::deque<delivery> waiting_; ///< in the order of their events
    std::uint64_t last_id_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t failed_attempts_ = 0;
    std::uint64_t lost_ = 0;
};

} // namespace adapters::sandbox
