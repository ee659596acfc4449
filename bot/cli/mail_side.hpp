#pragma once

#include "adapters/clock.hpp"
#include "adapters/dispatcher.hpp"
#include "adapters/email/imap_inbox.hpp"
#include "adapters/email/maildir_inbox.hpp"
#include "adapters/email/maildir_sender.hpp"
#include "adapters/email/smtp_sender.hpp"
#include "adapters/email_channel.hpp"
#include "adapters/email_inlet.hpp"
#include "adapters/engine.hpp"
#include "adapters/metrics.hpp"
#include "config/settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <string>

namespace cli {

/// The mail side of the bot: absent when the configuration has no "email" section.
class mail_side {
public:
    mail_side(boost::asio::any_io_executor executor, const config::settings& all, adapters::engine& core, adapters::clock time, adapters::metrics& figures);

    void start();
    /// Fetches no more and finishes what is under way.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    adapters::dispatcher& sender() { return dispatcher_; }
    /// Why mails cannot come in or go out now; "" when they can.
    std::string trouble() const;

private:
    boost::asio::awaitable<bot::flow::send_outcome> carry(adapters::email::envelope what);

    config::mail_settings own_;
    boost::asio::any_io_executor executor_;
    boost::asio::thread_pool readers_; ///< mails are read off the event loop
    adapters::email_inlet inlet_;
    std::unique_ptr<adapters::email::imap_inbox> imap_;
    std::unique_ptr<adapters::email::maildir_inbox> maildir_;
    std::unique_ptr<adapters::email::smtp_sender> smtp_;
    std::unique_ptr<adapters::email::maildir_sender> drop_;
    adapters::email_channel channel_;
    adapters::dispatcher dispatcher_;
};

} // namespace cli
