#include "adapters/zalo/oauth.hpp"

#include "adapters/http/url.hpp"
#include "adapters/zalo/error_codes.hpp"
#include "adapters/zalo/signature.hpp"
#include "bot/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>

namespace adapters::zalo {

namespace {

using nlohmann::json;

constexpr std::size_t words_max = 200;
/// The platform says 25 h (contract §5); more than this is a misprint, and would put the next refresh off for too long.
constexpr std::chrono::hours life_max{24 * 7};

std::string base64url(std::string_view bytes)
{
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k <= left; ++k)
            text += letters[group >> (18 - 6 * k) & 63U];
    }
    return text;
}

http::request token_request(std::string_view app_secret, const http::form_fields& fields)
{
    http::request made{.method = "POST", .target = "/v4/oa/access_token"};
    made.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    made.fields.push_back({"secret_key", std::string(app_secret)});
    made.body = http::form_encode(fields);
    return made;
}

std::string text(const json& all, const char* name)
{
    const auto found = all.find(name);
    if (found == all.end())
        return {};
    if (found->is_string())
        return found->get<std::string>();
    return found->is_number() ? found->dump() : std::string();
}

template <class Number>
std::optional<Number> number(const std::string& digits)
{
    Number made{};
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), made);
    static_cast<void>(end); // "90000.0" is as good
    return failure == std::errc() ? std::optional(made) : std::nullopt;
}

token_refusal refused(const json& all, int code)
{
    token_refusal made{.why = token_refusal::kind::configuration, .code = code, .detail = {}};
    if (oauth_fault_of(code) == oauth_fault::chain_lost)
        made.why = token_refusal::kind::chain_lost;
    made.detail = bot::shorten(text(all, "error_name") + ": " + text(all, "error_description"), words_max);
    return made;
}

} // namespace

std::string code_challenge(std::string_view code_verifier)
{
    return base64url(sha256(code_verifier));
}

std::string make_code_verifier(std::string_view random_bytes)
{
    return base64url(random_bytes.substr(0, 32));
}

std::string permission_url(std::string_view base, std::string_view app_id, std::string_view redirect_uri,
                           std::string_view challenge, std::string_view state)
{
    const http::form_fields fields{{"app_id", std::string(app_id)},
                                   {"redirect_uri", std::string(redirect_uri)},
                                   {"code_challenge", std::string(challenge)},
                                   {"state", std::string(state)}};
    return std::string(base) + "/v4/oa/permission?" + http::form_encode(fields);
}

http::request token_by_code(std::string_view app_id, std::string_view app_secret, std::string_view code,
                            std::string_view code_verifier)
{
    return token_request(app_secret, {{"code", std::string(code)},
                                      {"app_id", std::string(app_id)},
                                      {"grant_type", "authorization_code"},
                                      {"code_verifier", std::string(code_verifier)}});
}

http::request token_by_refresh(std::string_view app_id, std::string_view app_secret, std::string_view refresh_token)
{
    return token_request(app_secret, {{"refresh_token", std::string(refresh_token)},
                                      {"app_id", std::string(app_id)},
                                      {"grant_type", "refresh_token"}});
}

token_answer parse_token_answer(unsigned status, std::string_view body)
{
    const auto all = json::parse(body, nullptr, false);
    if (!all.is_object()) {
        const bool not_done = status >= 500 || status == 429;
        const auto why = not_done                          ? token_refusal::kind::unavailable
                         : status >= 200 && status <= 299 ? token_refusal::kind::unreadable
                                                           : token_refusal::kind::configuration;
        return token_refusal{.why = why, .code = 0, .detail = "http " + std::to_string(status)};
    }
    token_grant grant{.access = text(all, "access_token"), .refresh = text(all, "refresh_token")};
    const auto code = number<int>(text(all, "error"));
    if (code && *code != 0)
        return refused(all, *code);
    if (grant.access.empty()) {
        const auto why = status >= 500 || status == 429 ? token_refusal::kind::unavailable
                         : status >= 400                ? token_refusal::kind::configuration
                                                        : token_refusal::kind::unreadable;
        return token_refusal{.why = why, .code = 0, .detail = "http " + std::to_string(status) + " without tokens"};
    }
    const auto seconds = number<std::int64_t>(text(all, "expires_in"));
    if (seconds && *seconds > 0)
        grant.lives = std::min<std::chrono::seconds>(std::chrono::seconds(*seconds), life_max);
    return grant;
}

} // namespace adapters::zalo
