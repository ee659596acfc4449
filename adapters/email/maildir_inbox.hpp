#pragma once

#include "adapters/email/inbox.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace adapters::email {

struct maildir_inbox_options {
    std::string account{};
    std::filesystem::path folder{}; ///< holds new, cur and tmp; made when missing
    std::string failed_folder = "Failed"; ///< poison mails go to the Maildir `.<name>` inside `folder`
    std::size_t mail_bytes_max = 25 << 20;
    std::size_t header_bytes_max = 256 << 10;
    std::size_t batch_mails_max = 50;
    std::size_t batch_bytes_max = 16 << 20;
    std::chrono::milliseconds poll{10'000}; ///< beside inotify, which a network file system does not have
    std::chrono::milliseconds failed_again{30'000};
};

/// Takes mails in from a Maildir that an MTA delivers to: new/ → hand on → cur/ with the flag S, once the bot has it.
class maildir_inbox {
public:
    maildir_inbox(boost::asio::any_io_executor executor, maildir_inbox_options options, inbox_ports ports);
    ~maildir_inbox();
    maildir_inbox(const maildir_inbox&) = delete;
    maildir_inbox& operator=(const maildir_inbox&) = delete;

    /// Until `stop`.
    boost::asio::awaitable<void> run();
    void stop();

    inbox_health healthy() const;
    inbox_counts counts() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::email
