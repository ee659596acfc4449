#include "adapters/sandbox/api.hpp"

#include "adapters/sandbox/call_body.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

constexpr std::array<route, 23> all_routes{{
    {"POST", "/v3.0/oa/message/cs", api_host::openapi, call_scope::send, send_consultation},
    {"POST", "/v3.0/oa/group/message", api_host::openapi, call_scope::send, send_to_group},
    {"POST", "/v3.0/oa/message/template", api_host::openapi, call_scope::send, send_template_by_user},
    {"POST", "/v2.0/oa/message", api_host::openapi, call_scope::send, react_or_refuse_v2},
    {"POST", "/v3.0/oa/quota/message", api_host::openapi, call_scope::read, message_quota},
    {"POST", "/v2.0/oa/upload/image", api_host::openapi, call_scope::upload, upload_image},
    {"POST", "/v2.0/oa/upload/gif", api_host::openapi, call_scope::upload, upload_gif},
    {"POST", "/v2.0/oa/upload/file", api_host::openapi, call_scope::upload, upload_file},
    {"GET", "/v3.0/oa/user/detail", api_host::openapi, call_scope::read, user_detail},
    {"GET", "/v3.0/oa/user/getlist", api_host::openapi, call_scope::read, user_list},
    {"GET", "/v2.0/oa/getoa", api_host::openapi, call_scope::read, official_account},
    {"GET", "/v2.0/oa/listrecentchat", api_host::openapi, call_scope::read, recent_chats},
    {"GET", "/v2.0/oa/conversation", api_host::openapi, call_scope::read, conversation},
    {"GET", "/v3.0/oa/group/getgroup", api_host::openapi, call_scope::read, get_group},
    {"GET", "/v3.0/oa/group/getgroupsofoa", api_host::openapi, call_scope::read, groups_of_account},
    {"GET", "/v3.0/oa/group/listmember", api_host::openapi, call_scope::read, group_members},
    {"GET", "/v3.0/oa/group/listrecentchat", api_host::openapi, call_scope::read, recent_group_chats},
    {"GET", "/v3.0/oa/group/conversation", api_host::openapi, call_scope::read, group_conversation},
    {"POST", "/message/template", api_host::business, call_scope::send, send_template_by_phone},
    {"GET", "/message/status", api_host::business, call_scope::read, template_status},
    {"GET", "/message/quota", api_host::business, call_scope::read, template_quota},
    {"POST", "/v4/oa/access_token", api_host::oauth, call_scope::oauth, access_token},
    {"GET", "/v4/oa/permission", api_host::oauth, call_scope::oauth, permission},
}};

constexpr std::array<std::pair<int, std::string_view>, 40> texts{{
    {-32, "Your application/OA reached limit call api"},
    {-100, "attachment_id was expired"},
    {-200, "Send message failed"},
    {-201, "Params is invalid!"},
    {-204, "Official Account is disable"},
    {-205, "Official Account is not exist"},
    {-209, "Not supported this api"},
    {-210, "Parameter exceeds allowable limit"},
    {-211, "Out of quota"},
    {-212, "App has not registed this api"},
    {-213, "User has not followed OA"},
    {-216, "Access token is invalid"},
    {-217, "User has blocked invitation from OA"},
    {-218, "Out of quota receive"},
    {-219, "App is removed or disabled"},
    {-220, "access_token is expired or removed"},
    {-221, "The OA needs to be verified"},
    {-223, "OA has not authorized this API"},
    {-224, "OA needs to upgrade OA Tier Package"},
    {-227, "User is banned or has been inactive for more than 45 days"},
    {-230, "User has not interacted with the OA in the past 7 days"},
    {-232, "User has not interacted with the OA, or the last interaction expired"},
    {-233, "message type is invalid or not support"},
    {-237, "The group is disabled"},
    {-240, "MessageV2 API has been shut down, please use MessageV3"},
    {-242, "Invalid appsecret_proof"},
    {-244, "User has restricted this message type"},
    {-249, "Template does not support send via UID"},
    {-320, "App needs Zalo Cloud Account for paid features"},
    {-321, "Zalo Cloud Account out of money"},
    {-403, "OA is not in group"},
    {-501, "Personal information is limited"},
    {-108, "Phone number is invalid"},
    {-109, "Template id is invalid"},
    {-111, "Template data is empty"},
    {-112, "Template data length is invalid"},
    {-118, "Zalo account not existed"},
    {-124, "Access token invalid"},
    {-139, "User refused this type of message"},
    {-141, "User refused to receive messages from the OA"},
}};

} // namespace

std::span<const route> routes()
{
    return all_routes;
}

std::string_view official_text(int code)
{
    for (const auto& [known, text] : texts)
        if (known == code)
            return text;
    return {};
}

http::response refusal(int code, std::string_view text)
{
    const json body{{"error", code}, {"message", text.empty() ? official_text(code) : text}};
    return {.body = body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

http::response success(std::string_view data)
{
    std::string body = R"({"data":)";
    body.append(data).append(R"(,"error":0,"message":"Success"})");
    return {.body = std::move(body)};
}

http::response oauth_refusal(int code, std::string_view name, std::string_view reason)
{
    const json body{{"error_name", name},
                    {"error_reason", reason},
                    {"ref_doc", "https://developers.zalo.me/docs/api/official-account-api/phu-luc/ma-loi"},
                    {"error_description", reason},
                    {"error", code}};
    return {.body = body.dump()};
}

http::response empty_api()
{
    return {.status = 404, .body = R"({"error":404,"message":"empty api"})"};
}

std::string addressee(const http::request& call)
{
    const auto body = call_body::parse(call.body);
    if (!body)
        return {};
    for (const char* where : {"/recipient/user_id", "/recipient/group_id", "/user_id", "/phone"})
        if (std::string found = body->text(where); !found.empty())
            return found;
    return {};
}

} // namespace adapters::sandbox
