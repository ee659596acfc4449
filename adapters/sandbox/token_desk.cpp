#include "adapters/sandbox/token_desk.hpp"

#include "adapters/sandbox/digest.hpp"

#include <utility>

namespace adapters::sandbox {

token_desk::token_desk(std::string seed, std::string first_refresh_token, duration access_life, instant now)
    : seed_(std::move(seed)), access_life_(access_life), refresh_(std::move(first_refresh_token)),
      refresh_ends_(now + refresh_life)
{
}

std::string token_desk::fresh(std::string_view kind)
{
    return std::string(kind) + sha256_hex(seed_ + std::string(kind) + std::to_string(++issued_));
}

std::string token_desk::grant(std::string challenge, instant now)
{
    std::string made = fresh("code_");
    codes_[made] = {std::move(challenge), now + code_life};
    return made;
}

token_pair token_desk::issue(instant now)
{
    if (!access_.empty())
        used_access_.insert(access_);
    if (!refresh_.empty())
        used_refresh_.insert(refresh_);
    access_ = fresh("AT_");
    access_ends_ = now + access_life_;
    refresh_ = fresh("RT_");
    refresh_ends_ = now + refresh_life;
    return {access_, refresh_, access_life_};
}

token_desk::answer token_desk::exchange_code(const std::string& code, std::string_view verifier, instant now)
{
    // The list of OAuth errors is not public (contract U6); an unusable code is answered like a wrong
    // verifier.
    constexpr int unusable = -14003;
    const auto found = codes_.find(code);
    if (found == codes_.end())
        return {{}, {unusable, "Invalid code", "Authorized code is invalid or used"}};
    const auto kept = found->second;
    codes_.erase(found);
    if (now > kept.ends)
        return {{}, {unusable, "Invalid code", "Authorized code expired"}};
    if (kept.challenge.empty() || pkce_challenge(verifier) != kept.challenge)
        return {{}, {unusable, "Invalid code verifier", "Code verifier does not match the code challenge"}};
    return {issue(now), {}};
}

token_desk::answer token_desk::refresh(const std::string& refresh_token, instant now)
{
    if (used_refresh_.contains(refresh_token))
        return {{}, {-14020, "Refresh token expired", "Refresh token was used or has expired"}};
    if (refresh_token.empty() || refresh_token != refresh_)
        return {{}, {-14014, "Invalid refresh token", "Refresh token is invalid"}};
    if (now > refresh_ends_)
        return {{}, {-14020, "Refresh token expired", "Refresh token was used or has expired"}};
    ++refreshes_;
    return {issue(now), {}};
}

token_state token_desk::judge(std::string_view access_token, instant now) const
{
    if (!access_.empty() && access_token == access_)
        return now < *access_ends_ ? token_state::good : token_state::dead;
    return used_access_.contains(access_token) ? token_state::dead : token_state::unknown;
}

void token_desk::expire_access(instant now)
{
    if (access_ends_)
        access_ends_ = now;
}

void token_desk::revoke_chain()
{
    if (!refresh_.empty())
        used_refresh_.insert(refresh_);
    refresh_.clear();
}

} // namespace adapters::sandbox
