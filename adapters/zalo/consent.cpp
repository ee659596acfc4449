#include "adapters/zalo/consent.hpp"

#include "adapters/http/url.hpp"
#include "adapters/zalo/oauth.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace adapters::zalo {

namespace {

/// A person may have to find the account's password first; the code itself lives ten minutes (contract §5).
constexpr std::chrono::hours visit_lives{1};
constexpr std::size_t visits_max = 16;
constexpr std::string_view callback_path = "/oauth/zalo/callback";
constexpr std::string_view start_path = "/oauth/zalo/start";

std::string random_text()
{
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("no randomness for OAuth");
    return make_code_verifier(std::string(bytes.begin(), bytes.end()));
}

} // namespace

consent::consent(std::string app_id, std::string oauth_base, std::string redirect_uri)
    : app_id_(std::move(app_id)), oauth_base_(std::move(oauth_base)), redirect_uri_(std::move(redirect_uri))
{
}

std::string consent::begin(std::string_view host, bot::rules::instant now)
{
    visit one{.state = random_text(), .verifier = random_text(), .at = now};
    std::string back = redirect_uri_;
    if (back.empty()) // the platform speaks to https addresses only (contract §1.1); a proxy ends TLS before us
        back = "https://" + std::string(host) + std::string(callback_path);
    const std::string there =
        permission_url(oauth_base_, app_id_, back, code_challenge(one.verifier), one.state);
    if (open_.size() >= visits_max)
        open_.pop_front();
    open_.push_back(std::move(one));
    return there;
}

std::optional<std::string> consent::redeem(std::string_view state, bot::rules::instant now)
{
    const auto found = std::find_if(open_.begin(), open_.end(), [state](const visit& one) { return one.state == state; });
    if (found == open_.end())
        return std::nullopt;
    const bool fresh = now - found->at <= visit_lives;
    std::string verifier = std::move(found->verifier);
    open_.erase(found);
    return fresh ? std::optional(std::move(verifier)) : std::nullopt;
}

std::string consent::start_url() const
{
    const auto own = http::parse_url(redirect_uri_);
    return own ? redirect_uri_.substr(0, redirect_uri_.find(own->target)) + std::string(start_path)
               : std::string(start_path);
}

} // namespace adapters::zalo
