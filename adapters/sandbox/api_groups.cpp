#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/call_body.hpp"
#include "adapters/sandbox/history.hpp"
#include "adapters/sandbox/message_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

/// Groups are bought by size.
constexpr std::size_t group_size_max = 10;

json group_info(const group& which)
{
    return {{"name", which.about.name},
            {"avatar", ""},
            {"group_id", which.about.group_id},
            {"group_link", "https://zalo.me/g/" + which.about.group_id},
            {"group_description", ""},
            {"status", which.enabled ? "enabled" : "disabled"},
            {"total_member", which.about.members.size()},
            {"max_member", std::max(group_size_max, which.about.members.size())}};
}

} // namespace

http::response send_to_group(platform_state& state, const http::request& call, instant now)
{
    const auto body = call_body::parse(call.body);
    if (!body)
        return refusal(-201, "body is invalid");
    const group* where = state.chats.find_group(body->text("/recipient/group_id"));
    if (where == nullptr)
        return refusal(-201, "group_id is invalid");
    if (!where->oa_inside)
        return refusal(-403);
    if (!where->enabled)
        return refusal(-237);
    content read = read_content(state, *body, chat_kind::group, now);
    if (read.refused != 0)
        return refusal(read.refused, read.why);
    const std::string id = state.deliver_to_group(*where, std::move(read.what), now);
    const json data{{"message_id", id},
                    {"group_id", where->about.group_id},
                    {"sent_time", std::to_string(now.time_since_epoch().count())}};
    return success(data.dump());
}

http::response get_group(platform_state& state, const http::request& call, instant)
{
    const group* which = state.chats.find_group(call.query("group_id"));
    if (which == nullptr)
        return refusal(-201, "group_id is invalid");
    const json data{
        {"group_info", group_info(*which)},
        {"asset_info", {{"asset_type", "gmf10"}, {"asset_id", which->about.group_id.substr(0, 12)}}},
        {"group_setting",
         {{"lock_send_msg", false},
          {"join_appr", false},
          {"enable_msg_history", true},
          {"enable_link_join", true}}}};
    return success(data.dump());
}

http::response groups_of_account(platform_state& state, const http::request& call, instant)
{
    const page_of_list page = page_asked(call, 50);
    json groups = json::array();
    const auto& all = state.chats.groups();
    for (std::size_t i = page.offset; i < all.size() && groups.size() < page.count; ++i)
        groups.push_back(group_info(all[i]));
    const json data{{"groups", std::move(groups)}, {"total", all.size()}, {"offset", page.offset}};
    return success(data.dump());
}

http::response group_members(platform_state& state, const http::request& call, instant)
{
    const group* which = state.chats.find_group(call.query("group_id"));
    if (which == nullptr)
        return refusal(-201, "group_id is invalid");
    const page_of_list page = page_asked(call, 50);
    json members = json::array();
    const auto& ids = which->about.members;
    for (std::size_t i = page.offset; i < ids.size() && members.size() < page.count; ++i) {
        const member* who = state.chats.find_person(ids[i]);
        members.push_back({{"user_id", ids[i]}, {"name", who ? who->who.display_name : ""}, {"avatar", ""}});
    }
    const json data{{"members", std::move(members)}, {"total", ids.size()}};
    return success(data.dump());
}

http::response recent_group_chats(platform_state& state, const http::request& call, instant)
{
    const page_of_list page = page_asked(call, 10);
    std::vector<std::string> chats;
    for (const group& one : state.chats.groups())
        chats.push_back(one.about.group_id);
    return success(last_messages(state, chats, page));
}

http::response group_conversation(platform_state& state, const http::request& call, instant)
{
    const std::string id = call.query("group_id");
    if (state.chats.find_group(id) == nullptr)
        return refusal(-201, "group_id is invalid");
    return success(messages_backwards(state, id, page_asked(call, 10)));
}

} // namespace adapters::sandbox
