#include "adapters/sandbox/event_writer.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace adapters::sandbox {

namespace {

// Keys stay in the order they are written in, as the platform's samples have them.
using json = nlohmann::ordered_json;

std::string stamp(instant at)
{
    return std::to_string(at.time_since_epoch().count());
}

event finish(json body, instant at)
{
    body["timestamp"] = stamp(at);
    return {body.dump(-1, ' ', false, json::error_handler_t::replace), stamp(at)};
}

std::string absolute(const std::string& base, const std::string& url)
{
    return url.starts_with('/') ? base + url : url;
}

json attachment_of(const std::string& base, const message& what)
{
    const std::string url = absolute(base, what.url);
    switch (what.kind) {
    case message_kind::image:
    case message_kind::gif:
        return {{"payload", {{"thumbnail", url}, {"url", url}}}, {"type", name_of(what.kind)}};
    case message_kind::video:
        return {{"payload", {{"thumbnail", url}, {"description", ""}, {"url", url}}}, {"type", "video"}};
    case message_kind::audio:
        return {{"payload", {{"url", url}}}, {"type", "audio"}};
    case message_kind::sticker:
        return {{"payload", {{"url", url}, {"id", "51657"}}}, {"type", "sticker"}};
    case message_kind::location:
        return {{"payload", {{"coordinates", {{"latitude", what.latitude}, {"longitude", what.longitude}}}}},
                {"type", "location"}};
    case message_kind::file: {
        const auto dot = what.name.rfind('.');
        return {{"payload",
                 {{"url", url},
                  {"size", std::to_string(what.size)},
                  {"name", what.name},
                  {"checksum", what.checksum},
                  {"type", dot == std::string::npos ? "" : what.name.substr(dot + 1)}}},
                {"type", "file"}};
    }
    case message_kind::business_card: {
        // A JSON document inside a string: so does the platform.
        const json card{{"phone", what.phone}, {"qrCodeUrl", url}};
        return {{"payload", {{"thumbnail", url}, {"description", card.dump()}, {"url", url}}},
                {"type", "link"}};
    }
    case message_kind::link:
    case message_kind::text:
    case message_kind::ask_phone:
    case message_kind::list:
    case message_kind::template_text:
    case message_kind::notice:
        break;
    }
    return {{"payload", {{"thumbnail", ""}, {"description", what.name}, {"url", url}}}, {"type", "link"}};
}

json message_of(const std::string& base, const message& what)
{
    json body = json::object();
    const bool attached = is_attachment(what.kind);
    // Media without a caption comes without `text`, or with an empty one for pictures and places.
    if (!attached || !what.text.empty() || what.kind == message_kind::image ||
        what.kind == message_kind::location)
        body["text"] = what.text;
    body["msg_id"] = what.id;
    if (!what.quote.empty())
        body["quote_msg_id"] = what.quote;
    if (attached)
        body["attachments"] = json::array({attachment_of(base, what)});
    return body;
}

std::string echo_name(message_kind kind, std::string_view prefix)
{
    std::string_view suffix = "text";
    if (kind == message_kind::image || kind == message_kind::gif || kind == message_kind::file ||
        kind == message_kind::sticker || kind == message_kind::list)
        suffix = name_of(kind);
    else if (kind == message_kind::template_text || kind == message_kind::ask_phone)
        suffix = "template";
    return std::string(prefix).append(suffix);
}

json id_of(std::string_view id)
{
    return {{"id", id}};
}

} // namespace

event event_writer::user_sent(const member& who, const message& what) const
{
    const std::string name = "user_send_" + std::string(name_of(what.kind));
    return finish({{"app_id", app_id_},
                   {"sender", id_of(who.who.user_id)},
                   {"user_id_by_app", who.user_id_by_app},
                   {"recipient", id_of(oa_id_)},
                   {"event_name", name},
                   {"message", message_of(base_, what)}},
                  what.at);
}

event event_writer::group_sent(std::string_view group_id, const message& what) const
{
    const std::string name = "user_send_group_" + std::string(name_of(what.kind));
    return finish({{"app_id", app_id_},
                   {"oa_id", oa_id_},
                   {"event_name", name},
                   {"sender", id_of(what.from)},
                   {"recipient", id_of(group_id)},
                   {"message", message_of(base_, what)}},
                  what.at);
}

event event_writer::oa_sent(const member& whom, const message& what) const
{
    return finish({{"app_id", app_id_},
                   {"sender", id_of(oa_id_)},
                   {"recipient", id_of(whom.who.user_id)},
                   {"user_id_by_app", whom.user_id_by_app},
                   {"event_name", echo_name(what.kind, "oa_send_")},
                   {"message", message_of(base_, what)}},
                  what.at);
}

event event_writer::oa_sent_to_group(std::string_view group_id, const message& what) const
{
    return finish({{"app_id", app_id_},
                   {"oa_id", oa_id_},
                   {"event_name", echo_name(what.kind, "oa_send_group_")},
                   {"sender", id_of(oa_id_)},
                   {"recipient", id_of(group_id)},
                   {"message", message_of(base_, what)}},
                  what.at);
}

event event_writer::received(const member& who, std::string_view message_id, instant at) const
{
    return finish({{"app_id", app_id_},
                   {"event_name", "user_received_message"},
                   {"sender", id_of(oa_id_)},
                   {"recipient", id_of(who.who.user_id)},
                   {"user_id_by_app", who.user_id_by_app},
                   {"message", {{"msg_id", message_id}}}},
                  at);
}

event event_writer::received_by_phone(std::string_view phone, const message& what, instant at) const
{
    return finish(
        {{"app_id", app_id_},
         {"event_name", "user_received_message"},
         {"sender", id_of(oa_id_)},
         {"recipient", id_of(phone)},
         {"message", {{"delivery_time", stamp(at)}, {"msg_id", what.id}, {"tracking_id", what.tracking_id}}}},
        at);
}

event event_writer::seen(const member& who, const std::vector<std::string>& message_ids, instant at) const
{
    return finish({{"app_id", app_id_},
                   {"event_name", "user_seen_message"},
                   {"sender", id_of(oa_id_)},
                   {"recipient", id_of(who.who.user_id)},
                   {"user_id_by_app", who.user_id_by_app},
                   {"message", {{"msg_ids", message_ids}}}},
                  at);
}

event event_writer::follow(const member& who, bool follows, instant at) const
{
    json body{{"oa_id", oa_id_},
              {"follower", id_of(who.who.user_id)},
              {"user_id_by_app", who.user_id_by_app},
              {"event_name", follows ? "follow" : "unfollow"}};
    if (follows)
        body["source"] = "oa_profile";
    body["app_id"] = app_id_;
    return finish(std::move(body), at);
}

event event_writer::chat_now(const member& who, instant at) const
{
    return finish({{"app_id", app_id_},
                   {"oa_id", oa_id_},
                   {"user_id", who.who.user_id},
                   {"user_id_by_app", who.user_id_by_app},
                   {"event_name", "user_click_chatnow"}},
                  at);
}

event event_writer::submit_info(const member& who, instant at) const
{
    json body{{"app_id", app_id_},
              {"sender", id_of(who.who.user_id)},
              {"recipient", id_of(oa_id_)},
              {"event_name", "user_submit_info"},
              {"timestamp", stamp(at)},
              {"info",
               {{"name", who.who.display_name},
                {"phone", who.who.phone},
                {"user_dob", ""},
                {"gender", ""},
                {"full_address", {{"user_city", ""}, {"user_ward", ""}, {"user_address", ""}}}}}};
    return finish(std::move(body), at);
}

event event_writer::withdraw(const member& who, instant at) const
{
    return finish({{"app_id", app_id_},
                   {"event_name", "user_withdraw"},
                   {"oa_id", oa_id_},
                   {"user_id", who.who.user_id},
                   {"user_id_by_app", who.user_id_by_app}},
                  at);
}

event event_writer::reacted(const member& who, std::string_view message_id, std::string_view icon,
                            instant at) const
{
    return finish({{"app_id", app_id_},
                   {"sender", id_of(who.who.user_id)},
                   {"user_id_by_app", who.user_id_by_app},
                   {"recipient", id_of(oa_id_)},
                   {"event_name", "user_reacted_message"},
                   {"message", {{"msg_id", message_id}, {"react_icon", icon}}}},
                  at);
}

event event_writer::group_changed(std::string_view name, std::string_view group_id,
                                  const std::vector<std::string>& users, instant at) const
{
    json body{{"app_id", app_id_}, {"oa_id", oa_id_}, {"group_id", group_id}, {"event_name", name}};
    body["timestamp"] = stamp(at);
    for (const std::string& user : users)
        body["users"].push_back(id_of(user));
    return finish(std::move(body), at);
}

} // namespace adapters::sandbox
