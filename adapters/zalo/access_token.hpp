#pragma once

#include "adapters/http/client.hpp"
#include "adapters/http/message.hpp"
#include "adapters/zalo/token_keeper.hpp"
#include "bot/result.hpp"
#include "bot/secret.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::zalo {

/// Where the one record of the token chain lives. `save` completes after the record is durable.
class token_store {
public:
    virtual ~token_store() = default;
    virtual boost::asio::awaitable<bot::result<std::optional<saved_tokens>>> load() = 0;
    virtual boost::asio::awaitable<bot::result<void>> save(saved_tokens record) = 0;
};

struct token_alarm {
    token_trouble what;
    std::string detail;
    std::string consent_url; ///< where the account's administrator mends it; of chain_lost
};

struct access_token_options {
    std::string app_id;
    bot::secret app_secret;
    std::string oa_id;            ///< consent for another account is refused; "" takes any
    bot::secret first_refresh{};  ///< from the configuration
    std::string oauth_base = "https://oauth.zaloapp.com";
    std::string openapi_base = "https://openapi.zalo.me"; ///< asked, after a consent, whose token it was given
    std::string redirect_uri{};   ///< ends in /oauth/zalo/callback; "" derives it from the visitor's Host header
    bool appsecret_proof = false; ///< the app asks for one on every API call
    keeper_options keeper{};
};

/// Drives a token_keeper: one instance per app and account, one refresh at a time however many ask.
/// Single-threaded: everything from the executor it was made with.
class access_token {
public:
    struct ports {
        std::function<bot::rules::instant()> now;
        std::function<void(const token_alarm&)> alarm; ///< an operator must act; may be called again after a restart
        /// Text of a catalogue key "cli.consent.*": what the administrator reads after consenting.
        std::function<std::string(std::string_view key)> text;
    };
    access_token(boost::asio::any_io_executor executor, http::client& client, token_store& store,
                 access_token_options options, ports world);
    ~access_token();

    /// Loads the record and keeps the token fresh until `stop`.
    boost::asio::awaitable<void> run();
    void stop();

    /// A token that may be used now; waits while a new one is on its way. `unreachable` when there is none for the
    /// moment, `unauthentic` when only consent helps.
    boost::asio::awaitable<bot::result<std::string>> get();

    /// The platform refused `rejected`: a newer one (perhaps already there).
    boost::asio::awaitable<bot::result<std::string>> renew(std::string rejected);

    bool usable() const;  ///< for readiness
    token_keeper::phase where() const;

    /// GET /oauth/zalo/start: sends the administrator to the consent page.
    http::response start_consent(const http::request& visit);
    /// GET /oauth/zalo/callback?code&oa_id&state: exchanges the code. The start page is open to anybody, so the platform
    /// itself is asked which account the new token is for; only the configured one replaces the old pair. The pair is
    /// durable before the page says so.
    boost::asio::awaitable<http::response> finish_consent(http::request visit);

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters::zalo
