#pragma once

#include "adapters/http/client.hpp"
#include "adapters/http/server.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox_tests {

/// The least that can stand where the bot stands: takes webhooks over HTTP and sends through the API, with
/// canned talk. For the sandbox's own tests and for looking at its page.
class canned_bot {
public:
    canned_bot(boost::asio::any_io_executor executor, std::string app_id, std::string app_secret);

    void start();
    std::string webhook_url() const;
    boost::asio::awaitable<void> stop();

    /// Trades the refresh token for a pair; false when refused.
    boost::asio::awaitable<bool> sign_in(std::string origin, std::string refresh_token);

    /// Sends a text; the body of the answer, "" when there was none.
    boost::asio::awaitable<std::string> send(std::string user_id, std::string text);
    boost::asio::awaitable<std::string> send_to_group(std::string group_id, std::string text);

    /// Called for each event; what it answers is the HTTP status.
    std::function<unsigned(const adapters::http::request&)> on_event;

    std::vector<adapters::http::request> events; ///< as they came

private:
    boost::asio::awaitable<adapters::http::response> take(adapters::http::request call);
    boost::asio::awaitable<std::string> post(std::string path, std::string body);

    boost::asio::any_io_executor executor_;
    adapters::http::server server_;
    adapters::http::client client_;
    std::string app_id_;
    std::string app_secret_;
    std::string origin_;
    std::string access_token_;
};

} // namespace sandbox_tests
