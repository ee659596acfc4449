#pragma once

#include "adapters/email/endpoint.hpp"
#include "bot/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::email {

/// A byte stream to a mail server, plain or TLS 1.2 and above with chain and host verified. Everything on it has to be done
/// by one deadline, which the caller moves for each command: a server that drips a byte now and then gains nothing.
/// One read and one write may wait at the same time. Errors: `unreachable` (name, connect, closed, too slow),
/// `unauthentic` (the certificate does not hold), `rejected` (plaintext to an address that is not loopback).
class connection {
public:
    connection(boost::asio::any_io_executor executor, mail_server where);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// From now on everything has to be done within `time`.
    void allow(std::chrono::milliseconds time);

    /// Connects, and secures at once where the server speaks TLS from the first byte.
    boost::asio::awaitable<bot::result<void>> open();
    /// After STARTTLS. Nothing may have been read beyond the server's consent.
    boost::asio::awaitable<bot::result<void>> secure();
    boost::asio::awaitable<bot::result<void>> write(std::string bytes);
    /// What has come, at least one byte. The view holds until the next read.
    boost::asio::awaitable<bot::result<std::string_view>> read();
    /// Ends whatever waits.
    void close();

    bool is_open() const;
    bool secured() const;
    /// Still open at the far end, with nothing unasked for in the pipe. Of an idle connection only.
    bool fresh();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::email
