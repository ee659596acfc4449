#include "adapters/zalo/api_request.hpp"

#include "adapters/http/multipart.hpp"
#include "adapters/http/url.hpp"
#include "adapters/zalo/signature.hpp"
#include "bot/text.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace adapters::zalo {

namespace {

using nlohmann::json;
using bot::flow::channel_kind;

/// Of the card that asks for the phone number (contract §2).
constexpr std::size_t card_title_max = 100;
constexpr std::size_t card_subtitle_max = 500;
/// ZNS: longest tracking id (contract §4).
constexpr std::size_t tracking_id_max = 48;
/// `conversation` gives no more at once (contract §1.3).
constexpr int conversation_max = 10;

api_request post(base to, std::string target, const json& body)
{
    api_request made{.to = to, .what = {.method = "POST", .target = std::move(target)}};
    made.what.fields.push_back({"Content-Type", "application/json"});
    made.what.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return made;
}

api_request get(base to, std::string target)
{
    return {.to = to, .what = {.method = "GET", .target = std::move(target)}};
}

/// v2 and v3 GET calls take one parameter, `data`, with JSON in it.
api_request get_data(std::string_view path, const json& data)
{
    const std::string text = data.dump(-1, ' ', false, json::error_handler_t::replace);
    return get(base::openapi, std::string(path) + "?data=" + http::percent_encode(text));
}

api_request message(const bot::flow::chat& to, const json& content)
{
    const bool group = to.channel == channel_kind::zalo_group;
    const json recipient = {{group ? "group_id" : "user_id", to.address}};
    return post(base::openapi, group ? "/v3.0/oa/group/message" : "/v3.0/oa/message/cs",
                {{"recipient", recipient}, {"message", content}});
}

json template_data(const std::map<std::string, std::string>& data)
{
    json all = json::object();
    for (const auto& [name, value] : data)
        all[name] = value;
    return all;
}

} // namespace

void authorise(http::request& what, std::string_view access_token, std::string_view app_secret)
{
    what.fields.push_back({"access_token", std::string(access_token)});
    if (!app_secret.empty())
        what.fields.push_back({"appsecret_proof", appsecret_proof(access_token, app_secret)});
}

std::string appsecret_proof(std::string_view access_token, std::string_view app_secret)
{
    std::array<unsigned char, 32> mac{};
    unsigned size = 0;
    HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
         reinterpret_cast<const unsigned char*>(access_token.data()), access_token.size(), mac.data(), &size);
    return to_hex(std::string(mac.begin(), mac.end()));
}

api_request text_message(const bot::flow::chat& to, std::string_view text, std::string_view quoted_message_id)
{
    json content = {{"text", text}};
    if (!quoted_message_id.empty())
        content["quote_message_id"] = quoted_message_id;
    return message(to, content);
}

api_request ask_phone_message(const std::string& user_id, std::string_view title, std::string_view subtitle,
                              std::string_view image_url)
{
    const json element = {{"title", bot::shorten(title, card_title_max)},
                          {"subtitle", bot::shorten(subtitle, card_subtitle_max)},
                          {"image_url", image_url}};
    const json payload = {{"template_type", "request_user_info"}, {"elements", json::array({element})}};
    const json attachment = {{"type", "template"}, {"payload", payload}};
    return message({.channel = channel_kind::zalo, .address = user_id}, {{"attachment", attachment}});
}

api_request file_message(const bot::flow::chat& to, std::string_view upload_token)
{
    const json payload = {{"token", upload_token}};
    const json attachment = {{"type", "file"}, {"payload", payload}};
    return message(to, {{"attachment", attachment}});
}

api_request image_message(const bot::flow::chat& to, std::string_view attachment_id, std::string_view caption)
{
    const json element = {{"media_type", "image"}, {"attachment_id", attachment_id}};
    const json payload = {{"template_type", "media"}, {"elements", json::array({element})}};
    const json attachment = {{"type", "template"}, {"payload", payload}};
    return message(to, {{"text", caption}, {"attachment", attachment}});
}

api_request template_by_phone(std::string_view phone, std::string_view template_id,
                              const std::map<std::string, std::string>& data, std::string_view tracking_id,
                              bool development)
{
    json body = {{"phone", phone}, {"template_id", template_id}, {"template_data", template_data(data)}};
    if (!tracking_id.empty())
        body["tracking_id"] = tracking_id.substr(0, tracking_id_max);
    if (development)
        body["mode"] = "development";
    return post(base::business, "/message/template", body);
}

api_request template_by_user(std::string_view user_id, std::string_view template_id,
                             const std::map<std::string, std::string>& data, std::string_view tracking_id)
{
    json body = {{"user_id", user_id}, {"template_id", template_id}, {"template_data", template_data(data)}};
    if (!tracking_id.empty())
        body["tracking_id"] = tracking_id.substr(0, tracking_id_max);
    return post(base::openapi, "/v3.0/oa/message/template", body);
}

std::size_t upload_bytes_max(upload_kind kind)
{
    return kind == upload_kind::image ? 1 << 20 : 5 << 20; // contract §6
}

api_request upload(upload_kind kind, const std::string& file_name, std::string_view content)
{
    const char* const path = kind == upload_kind::image ? "image" : kind == upload_kind::gif ? "gif" : "file";
    const http::form_part part{
        .name = "file", .file_name = file_name, .content_type = "application/octet-stream", .content = content};
    http::multipart form = http::make_multipart({part});
    api_request made{.to = base::openapi,
                     .what = {.method = "POST", .target = std::string("/v2.0/oa/upload/") + path}};
    made.what.fields.push_back({"Content-Type", std::move(form.content_type)});
    made.what.body = std::move(form.body);
    return made;
}

api_request message_quota(std::string_view user_id)
{
    return post(base::openapi, "/v3.0/oa/quota/message", {{"user_id", user_id}});
}

api_request template_quota()
{
    return get(base::business, "/message/quota");
}

api_request user_detail(std::string_view user_id)
{
    return get_data("/v3.0/oa/user/detail", {{"user_id", user_id}});
}

api_request account_info()
{
    return get(base::openapi, "/v2.0/oa/getoa");
}

api_request group_info(std::string_view group_id)
{
    return get(base::openapi, "/v3.0/oa/group/getgroup?group_id=" + http::percent_encode(group_id));
}

api_request conversation(std::string_view user_id, int offset, int count)
{
    return get_data("/v2.0/oa/conversation",
                    {{"user_id", user_id}, {"offset", offset}, {"count", std::min(count, conversation_max)}});
}

} // namespace adapters::zalo
