#include "adapters/sandbox/digest.hpp"
#include "adapters/sandbox/orders.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace adapters::sandbox::orders {

using nlohmann::json;

namespace {

outcome message_id(bot::result<std::string> done)
{
    if (!done)
        return tl::unexpected(done.error());
    return json{{"message_id", *done}}.dump();
}

outcome nothing(const bot::result<void>& done)
{
    if (!done)
        return tl::unexpected(done.error());
    return std::string("{}");
}

} // namespace

// {"user","text","quote"?}
outcome say(const desk& at)
{
    if (at.text("text").empty())
        return malformed("text is empty");
    return message_id(at.platform.say(at.text("user"), at.text("text"), at.now(), at.text("quote")));
}

// {"group","user","text","quote"?}
outcome say_in_group(const desk& at)
{
    if (at.text("text").empty())
        return malformed("text is empty");
    return message_id(at.platform.say_in_group(at.text("group"), at.text("user"), at.text("text"), at.now(),
                                               at.text("quote")));
}

// {"user","group"?,"kind","name"?,"content_type"?,"content_base64"?,"caption"?,"latitude"?,"longitude"?}
outcome attach(const desk& at)
{
    const auto kind = message_kind_from(at.text("kind"));
    if (!kind || !is_attachment(*kind))
        return malformed(
            "kind is none of image, gif, file, audio, video, sticker, location, link, business_card");
    attachment what{.kind = *kind,
                    .name = at.text("name"),
                    .content_type = at.text("content_type"),
                    .bytes = base64_bytes(at.text("content_base64")),
                    .caption = at.text("caption")};
    if (what.bytes.empty() && !at.text("content_base64").empty())
        return malformed("content_base64 is not base64");
    if (at.number("latitude") && at.number("longitude")) {
        what.latitude = at.text("latitude");
        what.longitude = at.text("longitude");
    }
    if (const std::string group = at.text("group"); !group.empty())
        return message_id(at.platform.attach_in_group(group, at.text("user"), what, at.now()));
    return message_id(at.platform.attach(at.text("user"), what, at.now()));
}

// {"user","message","icon"}
outcome react(const desk& at)
{
    return nothing(at.platform.react(at.text("user"), at.text("message"), at.text("icon"), at.now()));
}

// {"user","deed"}
outcome act(const desk& at)
{
    const auto what = deed_from(at.text("deed"));
    return what ? nothing(at.platform.act(at.text("user"), *what, at.now())) : malformed("deed is unknown");
}

// {"group","user","deed": "join"|"leave"|"disband"}
outcome act_in_group(const desk& at)
{
    const std::string name = at.text("deed");
    if (name != "join" && name != "leave" && name != "disband")
        return malformed("deed is none of join, leave, disband");
    const group_deed what = name == "join"    ? group_deed::join
                            : name == "leave" ? group_deed::leave
                                              : group_deed::disband;
    return nothing(at.platform.act_in_group(at.text("group"), at.text("user"), what, at.now()));
}

// {"group","enabled"?,"oa_inside"?}
outcome set_group(const desk& at)
{
    group* which = at.platform.state().chats.find_group(at.text("group"));
    if (which == nullptr)
        return bot::fail(bot::errc::not_found, "no such group");
    which->enabled = at.body.truth("/enabled", which->enabled);
    which->oa_inside = at.body.truth("/oa_inside", which->oa_inside);
    at.platform.state().chats.touch();
    return std::string("{}");
}

// {"user_id","name","role"?,"role_label"?,"phone"?}
outcome add_person(const desk& at)
{
    person who{.user_id = at.text("user_id"),
               .display_name = at.text("name"),
               .role = at.text("role"),
               .role_label = at.text("role_label"),
               .phone = at.text("phone"),
               .follows = at.body.truth("/follows", false)};
    if (who.user_id.empty() || who.display_name.empty())
        return malformed("user_id and name are needed");
    platform_state& state = at.platform.state();
    state.chats.add(who, user_id_by_app(state.setup.app_id, who.user_id));
    return std::string("{}");
}

// {"group_id","name","members"}
outcome add_group(const desk& at)
{
    const group_chat which{at.text("group_id"), at.text("name"), at.body.texts("/members")};
    if (which.group_id.empty())
        return malformed("group_id is needed");
    at.platform.state().chats.add(which);
    return std::string("{}");
}

} // namespace adapters::sandbox::orders
