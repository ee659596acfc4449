#pragma once

#include "adapters/http/client.hpp"
#include "adapters/zalo/access_token.hpp"
#include "adapters/zalo/api_request.hpp"
#include "bot/flow/send_queue.hpp"
#include "bot/result.hpp"
#include "bot/secret.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::zalo {

struct channel_options {
    std::string openapi_base = "https://openapi.zalo.me";
    std::string business_base = "https://business.openapi.zalo.me";
    bot::secret app_secret_for_proof{}; ///< only for apps that switched appsecret_proof on
    std::string ask_phone_image{};      ///< https picture of the phone card; without one it is asked in text
    bool template_development = false;  ///< template messages go to the account's administrators only, free of charge
};

/// Sends messages over the Official Account API: 1:1, groups, templates. Holds no queue and makes no second try of its own,
/// but for one after renewing a refused token, and plain text for a phone card the platform does not take.
class channel {
public:
    channel(http::client& client, access_token& tokens, channel_options options);

    /// One try. Never throws for what the peer does. A text over 2000 UTF-16 units goes out in parts;
    /// `send_outcome::parts_sent` says how far it came.
    boost::asio::awaitable<bot::flow::send_outcome> send(bot::flow::sending what);

    /// Uploads; the id lives 7 days. `rejected` when it is too large or the platform refuses.
    boost::asio::awaitable<bot::result<std::string>> upload_image(std::string file_name, std::string content);
    boost::asio::awaitable<bot::result<std::string>> upload_file(std::string file_name, std::string content);
    boost::asio::awaitable<bot::flow::send_outcome> send_file(bot::flow::chat to, std::string upload_token);
    boost::asio::awaitable<bot::flow::send_outcome> send_image(bot::flow::chat to, std::string attachment_id, std::string caption);

    /// `rejected` when the platform keeps it back (-501: we call from outside Viet Nam).
    boost::asio::awaitable<bot::result<user_profile>> profile(std::string user_id);

    /// Any other call: authorised, the token renewed once when refused.
    boost::asio::awaitable<bot::result<http::response>> call(api_request what);

private:
    struct answered {
        bot::result<http::response> exchange = bot::fail(bot::errc::unreachable, "zalo call");
        api_answer told{}; ///< its body, when there is one

        void parse();
    };
    boost::asio::awaitable<answered> ask(api_request what);
    boost::asio::awaitable<bot::flow::send_outcome> deliver(api_request what);
    boost::asio::awaitable<bot::flow::send_outcome> send_text(bot::flow::sending what);
    boost::asio::awaitable<bot::flow::send_outcome> send_template(bot::flow::sending what);
    boost::asio::awaitable<bot::flow::send_outcome> ask_phone(bot::flow::sending what);
    boost::asio::awaitable<bot::result<std::string>> upload(upload_kind kind, std::string file_name, std::string content);
    boost::asio::awaitable<bot::result<http::response>> call_once(api_request what, std::string token);

    http::client& client_;
    access_token& tokens_;
    channel_options options_;
};

} // namespace adapters::zalo
