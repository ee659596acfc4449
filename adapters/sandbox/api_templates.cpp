#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/call_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t tracking_id_max = 48;
constexpr std::uint64_t daily_quota = 500;

/// A template filled in, or the error it earns.
struct filled {
    int refused = 0;
    std::string text{};
};

filled fill(const platform_state& state, const call_body& body, bool by_user_id)
{
    const std::string id = body.text("/template_id");
    const auto values = body.members("/template_data");
    if (state.setup.templates.empty()) {
        std::string text;
        for (const auto& [name, value] : values)
            text += (text.empty() ? "" : "\n") + name + ": " + value;
        return id.empty() ? filled{.refused = -109} : filled{.text = std::move(text)};
    }
    const auto found = std::ranges::find(state.setup.templates, id, &template_message::template_id);
    if (found == state.setup.templates.end())
        return {.refused = -109};
    if (by_user_id && !found->by_user_id)
        return {.refused = -249};
    std::string text = found->text;
    for (const auto& [name, value] : values) {
        const std::string place = "<" + name + ">";
        for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
            text.replace(at, place.size(), value);
    }
    // A place left over has no parameter.
    const auto open = text.find('<');
    if (open != std::string::npos && text.find('>', open) != std::string::npos)
        return {.refused = -111};
    return {.text = std::move(text)};
}

message bubble(filled&& what, const call_body& body)
{
    message one;
    one.kind = message_kind::template_text;
    one.text = std::move(what.text);
    one.template_id = body.text("/template_id");
    one.tracking_id = body.text("/tracking_id");
    one.billed = body.text("/mode") != "development";
    return one;
}

std::string stamp(instant at)
{
    return std::to_string(at.time_since_epoch().count());
}

} // namespace

http::response send_template_by_user(platform_state& state, const http::request& call, instant now)
{
    const auto body = call_body::parse(call.body);
    if (!body)
        return refusal(-201, "body is invalid");
    member* whom = state.chats.find_person(body->text("/user_id"));
    if (whom == nullptr)
        return refusal(-201, "user_id is invalid");
    if (whom->blocked)
        return refusal(-217);
    filled what = fill(state, *body, true);
    if (what.refused == -109)
        return refusal(-201, "template_id is invalid");
    if (what.refused != 0)
        return refusal(what.refused == -111 ? -201 : what.refused,
                       what.refused == -111 ? "template_data is invalid" : "");
    const std::string id = state.deliver_to_person(*whom, bubble(std::move(what), *body), now);
    const json data{{"message_id", id},
                    {"user_id", whom->who.user_id},
                    {"sent_time", stamp(now)},
                    {"quota", {{"quota_type", "purchase_quota"}}}};
    return success(data.dump());
}

http::response send_template_by_phone(platform_state& state, const http::request& call, instant now)
{
    const auto body = call_body::parse(call.body);
    if (!body)
        return refusal(-201, "body is invalid");
    std::string phone = body->text("/phone");
    if (phone.starts_with('+'))
        phone.erase(0, 1);
    const bool digits = std::ranges::all_of(phone, [](char c) { return c >= '0' && c <= '9'; });
    if (!phone.starts_with("84") || !digits || phone.size() < 11)
        return refusal(-108);
    if (body->text("/tracking_id").size() > tracking_id_max)
        return refusal(-112);
    filled what = fill(state, *body, false);
    if (what.refused != 0)
        return refusal(what.refused);
    member* whom = state.chats.find_phone(phone);
    if (whom == nullptr)
        return refusal(-118);
    if (whom->blocked)
        return refusal(-141);
    const std::string id = state.deliver_to_person(*whom, bubble(std::move(what), *body), now);
    const std::string left = std::to_string(daily_quota - std::min(daily_quota, state.billed));
    const std::string mode = body->text("/sending_mode");
    const json data{{"msg_id", id},
                    {"sent_time", stamp(now)},
                    {"sending_mode", mode.empty() ? "1" : mode},
                    {"quota", {{"dailyQuota", std::to_string(daily_quota)}, {"remainingQuota", left}}}};
    return success(data.dump());
}

http::response template_status(platform_state& state, const http::request& call, instant)
{
    const std::string id = call.query("message_id");
    for (const member& one : state.chats.people()) {
        const message* found = state.chats.find_message(one.who.user_id, id);
        if (found == nullptr || found->kind != message_kind::template_text)
            continue;
        const int status = found->progress == receipt::sent ? 0 : 1;
        const json data{{"status", status}, {"message", status == 1 ? "delivered" : "sent"}};
        return success(data.dump());
    }
    return success(R"({"status":-1,"message":"The message does not exist"})");
}

http::response template_quota(platform_state& state, const http::request&, instant)
{
    const std::string left = std::to_string(daily_quota - std::min(daily_quota, state.billed));
    const json data{{"dailyQuota", std::to_string(daily_quota)}, {"remainingQuota", left}};
    return success(data.dump());
}

} // namespace adapters::sandbox
