#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/call_body.hpp"
#include "adapters/sandbox/history.hpp"

#include <nlohmann/json.hpp>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

/// dd/mm/yyyy of the day in Viet Nam.
std::string day(instant at)
{
    const auto shown = std::chrono::floor<std::chrono::days>(at + bot::rules::vietnam_offset);
    const std::chrono::year_month_day date{std::chrono::sys_days{shown}};
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(static_cast<unsigned>(date.day())) + "/" + two(static_cast<unsigned>(date.month())) + "/" +
           std::to_string(static_cast<int>(date.year()));
}

} // namespace

http::response user_detail(platform_state& state, const http::request& call, instant)
{
    const auto asked = call_body::parse(call.query("data"));
    const member* who = asked ? state.chats.find_person(asked->text("/user_id")) : nullptr;
    if (who == nullptr)
        return refusal(-201, "user_id is invalid");
    json shared = json::object();
    if (who->shared_phone) {
        // The platform writes the number as a JSON number here.
        shared["phone"] = json::parse(who->who.phone, nullptr, false);
        shared["name"] = who->who.display_name;
    }
    json data{{"user_id", who->who.user_id},
              {"user_id_by_app", who->user_id_by_app},
              {"display_name", who->who.display_name},
              {"user_alias", who->who.display_name},
              {"is_sensitive", false},
              {"user_is_follower", who->follows}};
    if (who->last_interaction)
        data["user_last_interaction_date"] = day(*who->last_interaction);
    data["avatar"] = "";
    data["avatars"] = {{"120", ""}, {"240", ""}};
    data["tags_and_notes_info"] = {{"notes", json::array()}, {"tag_names", json::array()}};
    data["shared_info"] = std::move(shared);
    return success(data.dump(-1, ' ', false, json::error_handler_t::replace));
}

http::response user_list(platform_state& state, const http::request& call, instant)
{
    const page_of_list page = page_asked(call, 50);
    json users = json::array();
    const auto& all = state.chats.people();
    for (std::size_t i = page.offset; i < all.size() && users.size() < page.count; ++i)
        users.push_back({{"user_id", all[i].who.user_id}});
    const json data{
        {"total", all.size()}, {"count", users.size()}, {"offset", page.offset}, {"users", users}};
    return success(data.dump());
}

http::response official_account(platform_state& state, const http::request&, instant)
{
    const json data{{"oa_id", state.setup.oa_id},
                    {"name", state.setup.oa_name},
                    {"description", ""},
                    {"is_verified", true},
                    {"package_name", "Nâng cao"},
                    {"num_follower", state.chats.people().size()},
                    {"linked_ZCA", state.setup.cloud_account ? "sandbox" : ""}};
    return success(data.dump(-1, ' ', false, json::error_handler_t::replace));
}

http::response recent_chats(platform_state& state, const http::request& call, instant)
{
    std::vector<std::string> chats;
    for (const member& one : state.chats.people())
        chats.push_back(one.who.user_id);
    return success(last_messages(state, chats, page_asked(call, 10)));
}

http::response conversation(platform_state& state, const http::request& call, instant)
{
    const auto asked = call_body::parse(call.query("data"));
    const std::string user = asked ? asked->text("/user_id") : "";
    if (state.chats.find_person(user) == nullptr)
        return refusal(-201, "user_id is invalid");
    return success(messages_backwards(state, user, page_asked(call, 10)));
}

} // namespace adapters::sandbox
