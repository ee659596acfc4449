#pragma once

#include "adapters/http/message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace adapters::http {

struct tls_files {
    std::string certificate;
    std::string key;
};

struct server_options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one, see `server::port()`
    std::optional<tls_files> tls{};
    std::size_t header_bytes_max = 16 << 10;
    std::size_t body_bytes_max = 1 << 20;
    std::size_t connections_max = 1'024;              ///< further ones are closed at once
    std::chrono::milliseconds header_timeout{10'000}; ///< from the first byte of a request; ends a slow-loris client
    std::chrono::milliseconds body_timeout{15'000};
    std::chrono::milliseconds idle_timeout{75'000}; ///< between requests of one keep-alive connection
    std::chrono::milliseconds write_timeout{15'000}; ///< for the peer to take an answer
};

/// Answers one request. An exception becomes a bare 500 and a log line; nothing of it reaches the peer.
using handler = std::function<boost::asio::awaitable<response>(request)>;

/// An HTTP/1.1 server with keep-alive. Requests of one connection are answered in order.
class server {
public:
    server(boost::asio::any_io_executor executor, server_options options, handler handle);
    ~server();

    /// Binds and accepts. Throws boost::system::system_error when the address is not to be had.
    void start();
    std::uint16_t port() const; ///< the one bound by `start`
    std::size_t connections() const; ///< open now

    /// Accepts no more, closes idle connections, lets requests under way finish for at most `grace`.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    struct impl; ///< opaque

private:
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::http
