#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/call_body.hpp"
#include "adapters/sandbox/message_reader.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

constexpr duration free_window = std::chrono::hours{48};
constexpr duration billed_window = std::chrono::days{7};

/// Since 2026-03-01 the quota object no longer counts.
constexpr instant counts_until =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} - bot::rules::vietnam_offset;

/// What a consultation message to somebody costs, or why it may not go (contract 2.1).
struct tariff {
    int refused = 0;
    std::string quota_type{}; ///< "" for a billed one: it comes without the quota object
    bool billed = false;
};

tariff tariff_for(const member& whom, bool cloud_account, instant now)
{
    if (whom.blocked)
        return {.refused = -217};
    if (!whom.last_interaction) {
        if (!whom.follows)
            return {.refused = -213};
        if (whom.welcome_left > 0)
            return {.quota_type = "welcome_msg"};
        return {.refused = -232};
    }
    const duration silence = now - *whom.last_interaction;
    if (silence <= free_window)
        return {.quota_type = "reply"};
    if (silence > billed_window)
        return {.refused = -230};
    if (!cloud_account)
        return {.refused = -320};
    return {.billed = true};
}

json quota_of(const tariff& price, const member& whom, instant now)
{
    json quota{{"quota_type", price.quota_type}};
    if (now < counts_until) {
        const bool welcome = price.quota_type == "welcome_msg";
        quota["remain"] = std::to_string(welcome ? whom.welcome_left : 8);
        quota["total"] = welcome ? "3" : "8";
    }
    return quota;
}

/// The person a call names, by user id or by a message of theirs.
member* recipient(platform_state& state, const call_body& body)
{
    if (const std::string id = body.text("/recipient/message_id"); !id.empty()) {
        for (member& one : state.chats.people())
            if (const message* found = state.chats.find_message(one.who.user_id, id);
                found && !found->from.empty())
                return &one;
        return nullptr;
    }
    return state.chats.find_person(body.text("/recipient/user_id"));
}

} // namespace

http::response send_consultation(platform_state& state, const http::request& call, instant now)
{
    const auto body = call_body::parse(call.body);
    if (!body)
        return refusal(-201, "body is invalid");
    member* whom = recipient(state, *body);
    if (whom == nullptr)
        return refusal(-201, "user_id is invalid");
    content read = read_content(state, *body, chat_kind::person, now);
    if (read.refused != 0)
        return refusal(read.refused, read.why);
    const tariff price = tariff_for(*whom, state.setup.cloud_account, now);
    if (price.refused != 0)
        return refusal(price.refused);

    if (price.quota_type == "welcome_msg")
        --whom->welcome_left;
    read.what.billed = price.billed;
    const std::string id = state.deliver_to_person(*whom, std::move(read.what), now);
    json data = json::object();
    if (!price.billed)
        data["quota"] = quota_of(price, *whom, now);
    data["message_id"] = id;
    data["user_id"] = whom->who.user_id;
    data["sent_time"] = std::to_string(now.time_since_epoch().count());
    return success(data.dump());
}

http::response message_quota(platform_state& state, const http::request& call, instant now)
{
    const auto body = call_body::parse(call.body);
    const member* whom = body ? state.chats.find_person(body->text("/user_id")) : nullptr;
    if (whom == nullptr)
        return refusal(-201, "user_id is invalid");
    const tariff price = tariff_for(*whom, state.setup.cloud_account, now);
    json data{{"cs_reply", {{"type", price.quota_type}, {"available", price.refused == 0}}},
              {"promotion", {{"available", whom->follows}}}};
    if (whom->last_interaction)
        data["last_interaction"] = std::to_string(whom->last_interaction->time_since_epoch().count());
    return success(data.dump());
}

http::response react_or_refuse_v2(platform_state& state, const http::request& call, instant)
{
    static constexpr std::array<std::string_view, 8> icons{":>",      "--b", ":-((", "/-strong",
                                                           "/-heart", ":-h", ":o",   "/-remove"};
    const auto body = call_body::parse(call.body);
    if (!body || !body->has("/sender_action"))
        return refusal(-240);
    const std::string user = body->text("/recipient/user_id");
    const std::string icon = body->text("/sender_action/react_icon");
    if (state.chats.find_person(user) == nullptr)
        return refusal(-201, "user_id is invalid");
    if (std::ranges::find(icons, icon) == icons.end())
        return refusal(-201, "react_icon is invalid");
    message* found = state.chats.find_message(user, body->text("/sender_action/react_message_id"));
    if (found == nullptr)
        return refusal(-201, "react_message_id is invalid");
    found->reaction = icon == "/-remove" ? "" : icon;
    state.chats.changed(*found);
    const json data{{"message_id", found->id}, {"user_id", user}};
    return success(data.dump());
}

} // namespace adapters::sandbox
