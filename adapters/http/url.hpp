#pragma once

#include "bot/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::http {

/// "https://host[:port]/path?query" taken apart; without user info or fragment.
struct url {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case; IPv6 without brackets
    std::string port;   ///< digits, the scheme's own when none was written
    std::string target; ///< path and query, at least "/"

    std::string origin() const; ///< as `client::send` wants it
};

/// `malformed` for any other scheme, user info, an empty or odd host, spaces, backslashes, control characters.
bot::result<url> parse_url(std::string_view text);

/// "%41" → "A", in queries also "+" → " ". Broken escapes stay as they are.
std::string percent_decode(std::string_view text, bool plus_is_space = false);

/// Everything but letters, digits and "-._~" becomes %XX.
std::string percent_encode(std::string_view text);

using form_fields = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded, also good as a query.
std::string form_encode(const form_fields& fields);

} // namespace adapters::http
