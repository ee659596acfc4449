#pragma once

#include "adapters/email/alarm.hpp"
#include "adapters/email/endpoint.hpp"
#include "bot/flow/send_queue.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace adapters::email {

/// One mail to one recipient.
struct envelope {
    std::string from{}; ///< "" for the null sender <>
    std::string to{};
    std::string raw{}; ///< header, blank line, body; 7-bit, lines of at most 998 bytes
};

struct smtp_options {
    std::string account{}; ///< names the sender in alarms
    mail_server server{};
    credentials who{};
    std::string greeting_name = "localhost"; ///< after EHLO: our host name, or an address in brackets
    std::size_t connections_max = 2;
    std::size_t mails_per_connection_max = 100;
    std::chrono::milliseconds idle_max{60'000};
    std::chrono::milliseconds connect{15'000};  ///< name, connect, TLS, sign-in together
    std::chrono::milliseconds command{30'000};
    std::chrono::milliseconds delivery{120'000}; ///< from the first byte of the mail to the server's verdict,
    std::size_t bytes_per_second_min = 32 << 10; ///< and as much longer as the mail takes at this speed
    std::chrono::milliseconds refused_first{300'000}; ///< no new sign-in for so long after credentials were refused
    std::chrono::milliseconds refused_max{3'600'000};
};

struct smtp_ports {
    alarm_hook alarm;
    std::function<std::chrono::steady_clock::time_point()> now;
};

struct smtp_counts {
    std::uint64_t connections = 0; ///< opened and signed in
    std::uint64_t sent = 0;
    std::uint64_t not_sent = 0;
};

/// Submits mails to one server over a few kept connections. Outcomes:
/// `sent`: the server has taken it (`detail` its words, `code` 250).
/// `retry`: not reached, too slow, or a 4xx: later; `wait` where that is known, `channel_wide` when no mail can leave.
/// `permanent`: a 5xx for this recipient. `rejected`: too large, or the server dislikes the content or the mail is unsound.
/// `setup`: credentials, certificate or sender address refused: the mail is good, keep it; alarmed. `wait` is until a new
/// try makes sense; until then no sign-in is attempted.
/// `ambiguous`: the connection was lost between the final dot and the verdict.
class smtp_sender {
public:
    smtp_sender(boost::asio::any_io_executor executor, smtp_options options, smtp_ports ports);
    ~smtp_sender();
    smtp_sender(const smtp_sender&) = delete;
    smtp_sender& operator=(const smtp_sender&) = delete;

    /// May be awaited many at a time: those beyond `connections_max` wait for a connection.
    boost::asio::awaitable<bot::flow::send_outcome> send(envelope what);
    /// Says good-bye on idle connections; sends under way finish.
    boost::asio::awaitable<void> leave();

    smtp_counts counts() const;
    /// Why nothing can be sent at the moment; "" when the last try went through or none was made.
    std::string trouble() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::email
