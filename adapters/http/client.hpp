#pragma once

#include "adapters/http/message.hpp"
#include "bot/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::http {

/// Limits of one exchange.
struct client_limits {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds exchange{15'000}; ///< from the first byte sent to the last received
    std::size_t body_bytes_max = 4 << 20;
    std::size_t idle_per_origin_max = 64; ///< keep-alive connections kept for the next request
};

/// What one exchange wants differently.
struct exchange_options {
    std::optional<std::chrono::milliseconds> exchange{}; ///< instead of client_limits::exchange
    std::optional<std::size_t> body_bytes_max{};         ///< instead of client_limits::body_bytes_max
    /// Takes the body of a 2xx answer piece by piece instead of `response::body`; false ends the exchange (`rejected`).
    std::function<bool(std::string_view)> body_sink{};
    /// Asked for every resolved address before connecting to it; those refused are left out (`rejected` if none is left).
    std::function<bool(const boost::asio::ip::address&)> address_allowed{};
};

/// An HTTP/1.1 client over plain TCP or TLS (certificate and host name verified) with keep-alive connections
/// per origin. Single-threaded: use from one executor only. Outlives the exchanges begun on it.
class client {
public:
    /// `ca_file` adds an authority to the system's; "" for none.
    client(boost::asio::any_io_executor executor, client_limits limits, const std::string& ca_file = {});
    ~client();

    /// Sends `what` to `origin` ("https://host[:port]", "http://host[:port]"). Redirects are not followed.
    /// Fails with `unreachable` and a detail that begins "unsent: " when the request cannot have reached the peer
    /// (name, connect, TLS), else "ambiguous: "; a stale keep-alive connection is replaced once, silently.
    /// Fails with `rejected` when the answer breaks a limit.
    boost::asio::awaitable<bot::result<response>> send(std::string origin, request what);
    boost::asio::awaitable<bot::result<response>> send(std::string origin, request what, exchange_options how);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace adapters::http
