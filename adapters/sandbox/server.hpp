#pragma once

#include "adapters/sandbox/clock_control.hpp"
#include "adapters/sandbox/mail_desk.hpp"
#include "adapters/sandbox/options.hpp"
#include "adapters/sandbox/zalo_platform.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace adapters::sandbox {

/// The sandbox as one HTTP server: Zalo's three hosts and its attachment host by their real paths, the
/// control API under /sandbox/ and the page of phones at /. Webhooks go out from here. Single-threaded: every
/// call belongs on the executor's thread. `clock` must outlive it.
class server {
public:
    server(boost::asio::any_io_executor executor, options setup, clock_control& clock);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Binds and serves. Throws boost::system::system_error when the port is not to be had.
    void start();
    std::uint16_t port() const;

    /// "http://127.0.0.1:PORT": openapi_base, oauth_base, business_base and the page's address at once.
    std::string base() const;

    /// Accepts no more, ends polls and injected timeouts, lets the rest finish for at most `grace` (real
    /// time).
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::milliseconds{500});

    /// Where events go from now on: for a bot that learns its own port only after the sandbox runs.
    void set_webhook_url(std::string url);

    /// What the console does when a webhook URL is saved: an unsigned `{}`; true for a 200 within 2 s.
    boost::asio::awaitable<bool> probe();

    /// What people do, as `zalo_platform` has it. Result: the message's id, or why not.
    bot::result<std::string> say(const std::string& user_id, const std::string& text);
    bot::result<std::string> say_in_group(const std::string& group_id, const std::string& user_id,
                                          const std::string& text);
    bot::result<std::string> send_attachment(const std::string& user_id, const attachment& what);
    bot::result<void> act(const std::string& user_id, deed what);

    /// The chat of a person with the Official Account, or a group's, from its line `from` on (0: all).
    std::vector<line> heard(const std::string& user_or_group, std::size_t from = 0) const;

    /// The first line of the Official Account in the chat, at index `from` or later, that contains `part` (""
    /// for any). Waits for at most `patience` of real time; nothing when it did not come.
    boost::asio::awaitable<std::optional<line>> expect(std::string user_or_group, std::size_t from,
                                                       std::string part, std::chrono::milliseconds patience);

    /// Called after every new line of any chat, from the executor's thread.
    void on_line(std::function<void(const line&)> callback);

    /// Puts the mailbox of somebody beside the phones. Call it before `start`.
    mail_desk& add_mailbox(mail_person who);

    /// The core, for what has no short-cut here: faults, tokens, groups. Call `refresh()` after changing it.
    zalo_platform& platform();
    void refresh();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::sandbox
