#pragma once

#include "adapters/http/message.hpp"
#include "adapters/sandbox/platform_state.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace adapters::sandbox {

/// Which of Zalo's hosts a path belongs to, and so how a call proves itself.
enum class api_host : std::uint8_t { openapi, business, oauth, attachments };

/// One path of the contract.
struct route {
    std::string_view method;
    std::string_view path;
    api_host host = api_host::openapi;
    call_scope scope = call_scope::read;
    http::response (*run)(platform_state&, const http::request&, instant now) = nullptr;
};
std::span<const route> routes();

// --- how Zalo answers
// -----------------------------------------------------------------------------------------
/// `{"error":code,"message":…}` with HTTP 200; `text` "" for the official wording.
http::response refusal(int code, std::string_view text = {});

/// `{"data":…,"error":0,"message":"Success"}`; `data` is JSON.
http::response success(std::string_view data);

/// OAuth's own shape of a refusal, with HTTP 200.
http::response oauth_refusal(int code, std::string_view name, std::string_view reason);

/// What unknown paths get.
http::response empty_api();

/// The official wording of an error of openapi or business, "" when there is none.
std::string_view official_text(int code);

/// To whom a sending call goes: user id, group id or phone; "" when it does not say.
std::string addressee(const http::request& call);

// --- the calls
// ------------------------------------------------------------------------------------------------
http::response send_consultation(platform_state&, const http::request&, instant now);
http::response send_to_group(platform_state&, const http::request&, instant now);
http::response send_template_by_user(platform_state&, const http::request&, instant now);
http::response send_template_by_phone(platform_state&, const http::request&, instant now);
http::response template_status(platform_state&, const http::request&, instant now);
http::response template_quota(platform_state&, const http::request&, instant now);
http::response message_quota(platform_state&, const http::request&, instant now);
http::response react_or_refuse_v2(platform_state&, const http::request&, instant now);

http::response upload_image(platform_state&, const http::request&, instant now);
http::response upload_gif(platform_state&, const http::request&, instant now);
http::response upload_file(platform_state&, const http::request&, instant now);

http::response user_detail(platform_state&, const http::request&, instant now);
http::response user_list(platform_state&, const http::request&, instant now);
http::response official_account(platform_state&, const http::request&, instant now);
http::response recent_chats(platform_state&, const http::request&, instant now);
http::response conversation(platform_state&, const http::request&, instant now);

http::response get_group(platform_state&, const http::request&, instant now);
http::response groups_of_account(platform_state&, const http::request&, instant now);
http::response group_members(platform_state&, const http::request&, instant now);
http::response recent_group_chats(platform_state&, const http::request&, instant now);
http::response group_conversation(platform_state&, const http::request&, instant now);

http::response access_token(platform_state&, const http::request&, instant now);
http::response permission(platform_state&, const http::request&, instant now);

} // namespace adapters::sandbox
