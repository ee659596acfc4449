#pragma once

#include "adapters/http/message.hpp"
#include "bot/rules/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace adapters::zalo {

/// PKCE (contract §5): base64url without padding.
std::string code_challenge(std::string_view code_verifier);
/// 43 characters from 32 random bytes.
std::string make_code_verifier(std::string_view random_bytes);

/// Where a person consents. `base` is the OAuth host's origin.
std::string permission_url(std::string_view base, std::string_view app_id, std::string_view redirect_uri,
                           std::string_view challenge, std::string_view state);

http::request token_by_code(std::string_view app_id, std::string_view app_secret, std::string_view code,
                            std::string_view code_verifier);
http::request token_by_refresh(std::string_view app_id, std::string_view app_secret, std::string_view refresh_token);

/// A fresh pair. Lifetimes come from the answer: 25 h as a rule, 1 h for some apps; 25 h when it says nothing readable.
struct token_grant {
    std::string access;
    std::string refresh; ///< "" for an account that is not verified, some say: the chain then ends with `access`
    std::chrono::seconds lives{90'000};
};

/// No pair.
struct token_refusal {
    enum class kind : std::uint8_t {
        chain_lost,    ///< -14014, -14020: reauthorise, never loop
        configuration, ///< -14002, -14003, another 4xx or error number, "empty api": a person must look
        unavailable,   ///< 5xx or 429: the peer did not do it
        unreadable,    ///< 200 with something else in it: it may have used up the refresh token
    } why;
    int code = 0;
    std::string detail; ///< error_name and description; no token
};

using token_answer = std::variant<token_grant, token_refusal>;
token_answer parse_token_answer(unsigned status, std::string_view body);

} // namespace adapters::zalo
