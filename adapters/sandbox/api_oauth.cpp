#include "adapters/http/url.hpp"
#include "adapters/sandbox/api.hpp"

#include <nlohmann/json.hpp>

namespace adapters::sandbox {

namespace {

/// A field of an application/x-www-form-urlencoded body. Its grammar is the query's, so the request's own
/// reader does.
std::string form_field(const http::request& call, std::string_view name)
{
    http::request as_query;
    as_query.target = "/?" + call.body;
    return as_query.query(name);
}

} // namespace

http::response access_token(platform_state& state, const http::request& call, instant now)
{
    if (http::find(call.fields, "secret_key") != state.setup.app_secret)
        return oauth_refusal(-14002, "Invalid app secret", "Secret key of the app is missing or wrong");
    if (form_field(call, "app_id") != state.setup.app_id)
        return oauth_refusal(-14002, "Invalid app id", "App id is invalid or the app is inactive");

    const std::string grant = form_field(call, "grant_type");
    token_desk::answer answer;
    if (grant == "authorization_code")
        answer = state.tokens.exchange_code(form_field(call, "code"), form_field(call, "code_verifier"), now);
    else if (grant == "refresh_token")
        answer = state.tokens.refresh(form_field(call, "refresh_token"), now);
    else
        return oauth_refusal(-14002, "Invalid grant type", "grant_type is missing or unknown");
    state.chats.touch();
    if (!answer.pair)
        return oauth_refusal(answer.refusal.code, answer.refusal.name, answer.refusal.reason);

    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(answer.pair->life).count();
    const nlohmann::ordered_json body{{"access_token", answer.pair->access_token},
                                      {"refresh_token", answer.pair->refresh_token},
                                      {"expires_in", std::to_string(seconds)}}; // a string: so does Zalo
    return {.body = body.dump()};
}

http::response permission(platform_state& state, const http::request& call, instant now)
{
    if (call.query("app_id") != state.setup.app_id)
        return oauth_refusal(-14002, "Invalid app id", "App id is invalid or the app is inactive");
    std::string back = call.query("redirect_uri");
    if (!back.starts_with("http://") && !back.starts_with("https://"))
        return oauth_refusal(-14003, "Invalid redirect uri", "Redirect uri is not the one declared");
    // The administrator of the sandbox's account consents at once.
    back += back.find('?') == std::string::npos ? '?' : '&';
    back += "code=" + http::percent_encode(state.tokens.grant(call.query("code_challenge"), now));
    back += "&oa_id=" + http::percent_encode(state.setup.oa_id);
    back += "&state=" + http::percent_encode(call.query("state"));
    http::response answer{.status = 302, .content_type = "text/plain"};
    answer.fields.push_back({"Location", std::move(back)});
    return answer;
}

} // namespace adapters::sandbox
