#pragma once

#include "bot/result.hpp"
#include "bot/secret.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace adapters::email {

/// How the connection to a mail server is protected.
enum class protection : std::uint8_t {
    tls,      ///< TLS from the first byte (IMAPS 993, submissions 465)
    starttls, ///< plain greeting, then STARTTLS or nothing (IMAP 143, submission 587)
    none,     ///< plaintext; only ever to a loopback address
};

/// Where a mail server listens. Its certificate must name `host`, be that a name or an IP address.
struct mail_server {
    std::string host;
    std::uint16_t port = 0;
    protection how = protection::tls;
    std::string ca_file{}; ///< PEM of an authority trusted beside the system's; "" for none
};

/// How to prove who we are.
enum class sign_in : std::uint8_t {
    password, ///< the best of PLAIN and LOGIN that the server offers
    xoauth2,  ///< a bearer token from `credentials::token`
    nothing,  ///< the server asks for nothing (SMTP only)
};

struct credentials {
    sign_in how = sign_in::password;
    std::string user{};
    bot::secret password{};
    /// A bearer token. `refused`: the server did not accept the one given last; get a newer one.
    std::function<boost::asio::awaitable<bot::result<std::string>>(bool refused)> token{};
};

/// Who signs in, with the password or the token of the moment.
struct identity {
    sign_in how = sign_in::password;
    std::string user{};
    bot::secret secret{};
};

/// What to sign in with now; fetches a token where one is needed. `refused` as for `credentials::token`.
boost::asio::awaitable<bot::result<identity>> identity_of(credentials who, bool refused);

} // namespace adapters::email
