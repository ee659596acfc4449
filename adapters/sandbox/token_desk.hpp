#pragma once

#include "adapters/sandbox/options.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace adapters::sandbox {

/// A pair as handed out.
struct token_pair {
    std::string access_token{};
    std::string refresh_token{};
    duration life{};
};

/// An OAuth refusal. It comes with HTTP 200.
struct token_refusal {
    int code = 0;
    std::string name{};
    std::string reason{};
};

/// What a call's access token is worth.
enum class token_state : std::uint8_t {
    good,
    unknown, ///< never issued: -216
    dead,    ///< expired, or replaced by a refresh: -220
};

/// OAuth v4 (contract 5): codes with PKCE that live ten minutes and work once, refresh tokens that work once
/// and rotate, one access token alive at a time.
class token_desk {
public:
    static constexpr duration code_life = std::chrono::minutes{10};
    static constexpr duration refresh_life = std::chrono::days{90};

    token_desk(std::string seed, std::string first_refresh_token, duration access_life, instant now);

    /// Consent: a code bound to the challenge ("" for none was given, which no verifier will match).
    std::string grant(std::string challenge, instant now);

    /// Both leave exactly one of pair and refusal.
    struct answer {
        std::optional<token_pair> pair;
        token_refusal refusal{};
    };
    answer exchange_code(const std::string& code, std::string_view verifier, instant now);
    answer refresh(const std::string& refresh_token, instant now);

    token_state judge(std::string_view access_token, instant now) const;

    void expire_access(instant now); ///< as if 25 h had passed
    void revoke_chain();             ///< no refresh token works any more: only consent helps
    void set_access_life(duration life) { access_life_ = life; }

    /// The one that works now, "" when there is none: for the control API and tests.
    const std::string& access_token() const { return access_; }
    const std::string& refresh_token() const { return refresh_; }
    std::optional<instant> access_ends() const { return access_ends_; }
    int refreshes() const { return refreshes_; }

private:
    struct granted {
        std::string challenge;
        instant ends;
    };

    token_pair issue(instant now);
    std::string fresh(std::string_view kind);

    std::string seed_;
    std::uint64_t issued_ = 0;
    duration access_life_;
    std::string access_;
    std::optional<instant> access_ends_;
    std::string refresh_;
    instant refresh_ends_;
    std::set<std::string, std::less<>> used_access_;
    std::set<std::string> used_refresh_;
    std::map<std::string, granted> codes_;
    int refreshes_ = 0;
};

} // namespace adapters::sandbox
