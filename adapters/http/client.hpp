#pragma once

#include "adapters/http/message.hpp"
#include "bot/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace adapters::http {

/// Limits of one exchange.
struct client_limits {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds exchange{15'000}; ///< from the first byte sent to the last received
    std::size_t body_bytes_max = 4 << 20;
    std::size_t idle_per_origin_max = 64; ///< keep-alive connections kept for the next request
};

/// An HTTP/1.1 client over plain TCP or TLS (certificate and host name verified) with keep-alive connections
/// per origin. Single-threaded: use from one executor only.
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

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace adapters::http
