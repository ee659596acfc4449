#pragma once

#include "adapters/email/endpoint.hpp"
#include "adapters/email/imap_client.hpp"
#include "adapters/email/inbox.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace adapters::email {

struct imap_inbox_options {
    std::string account{}; ///< names the mailbox in hooks and alarms
    mail_server server{};
    credentials who{};
    std::vector<std::string> folders{"INBOX"}; ///< the first one is watched by IDLE, the others by polling
    std::string processed_folder{};            ///< handled mails go there; "" leaves them, marked as seen
    std::string failed_folder = "Failed";      ///< poison mails go there
    imap_limits limits{};

    std::size_t batch_mails_max = 50;
    std::size_t batch_bytes_max = 16 << 20; ///< a single larger mail is a batch of its own

    // d99kris/nmail#112: IDLE alone misses mails on some servers, so the folders are looked at as well.
    std::chrono::milliseconds poll_min{60'000};
    std::chrono::milliseconds poll_max{120'000};
    std::chrono::milliseconds poll_without_idle{30'000};
    std::chrono::milliseconds idle_max{540'000}; ///< servers cut an IDLE after 10 to 29 minutes
    std::chrono::milliseconds sweep_every{600'000}; ///< look for unseen mails below the position as well
    std::chrono::milliseconds failed_again{30'000}; ///< before a mail that could not be stored is handed on again
    std::chrono::milliseconds quota_every{3'600'000};
    int quota_alarm_percent = 80;

    std::chrono::milliseconds reconnect_first{1'000}; ///< full jitter
    std::chrono::milliseconds reconnect_max{300'000};
    std::chrono::milliseconds refused_first{300'000}; ///< after refused credentials or a bad certificate
    std::chrono::milliseconds refused_max{3'600'000};
    std::chrono::milliseconds steady_after{60'000}; ///< a connection that lived this long resets the waits
    std::chrono::milliseconds unhealthy_after{120'000}; ///< without a connection before `healthy` says so
};

/// Takes mails in over IMAP: fetches what is new in the folders, hands each on, and marks it only after the bot has it.
/// The bot's own record decides what is new (UIDVALIDITY and UID); \Seen is a hint for people looking on.
class imap_inbox {
public:
    imap_inbox(boost::asio::any_io_executor executor, imap_inbox_options options, inbox_ports ports);
    ~imap_inbox();
    imap_inbox(const imap_inbox&) = delete;
    imap_inbox& operator=(const imap_inbox&) = delete;

    /// Until `stop`; connects again as often as needed. Mails handed on are waited for before it ends.
    boost::asio::awaitable<void> run();
    /// A batch under way is finished and marked first.
    void stop();

    inbox_health healthy() const;
    inbox_counts counts() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::email
