#include "adapters/sandbox/control.hpp"

#include "adapters/sandbox/call_body.hpp"

#include <boost/beast/core/detail/base64.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace adapters::sandbox {

namespace {

using nlohmann::json;

/// What a command works on.
struct desk {
    zalo_platform& platform;
    clock_control& clock;
    const call_body& body;

    instant now() const { return clock.now(); }
    std::string text(const std::string& name) const { return body.text("/" + name); }
    std::optional<double> number(const std::string& name) const { return body.number("/" + name); }
};

using outcome = bot::result<json>;

outcome malformed(std::string why)
{
    return bot::fail(bot::errc::malformed, std::move(why));
}

outcome message_id(bot::result<std::string> done)
{
    if (!done)
        return tl::unexpected(done.error());
    return json{{"message_id", *done}};
}

outcome nothing(const bot::result<void>& done)
{
    if (!done)
        return tl::unexpected(done.error());
    return json::object();
}

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
    if (!kind)
        return malformed(
            "kind is none of image, gif, file, audio, video, sticker, location, link, business_card");
    attachment what{.kind = *kind,
                    .name = at.text("name"),
                    .content_type = at.text("content_type"),
                    .bytes = {},
                    .caption = at.text("caption")};
    if (const std::string content = at.text("content_base64"); !content.empty()) {
        namespace base64 = boost::beast::detail::base64;
        what.bytes.resize(base64::decoded_size(content.size()));
        what.bytes.resize(base64::decode(what.bytes.data(), content.data(), content.size()).first);
    }
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
    return json::object();
}

// {"kind","scope"?,"chat"?,"code"?,"text"?,"status"?,"retry_after_seconds"?,"delay_ms"?,"times"?,"seconds"?}
// Without "times" and "seconds" it holds until it is removed; "seconds" count on the sandbox's clock.
outcome add_fault(const desk& at)
{
    const auto kind = fault_kind_from(at.text("kind"));
    if (!kind)
        return malformed("kind is none of refuse, http_status, timeout, drop_answer, slow");
    fault what{.kind = *kind};
    if (const std::string scope = at.text("scope"); !scope.empty()) {
        const auto known = call_scope_from(scope);
        if (!known)
            return malformed("scope is none of send, upload, read, oauth, any");
        what.scope = *known;
    }
    what.chat = at.text("chat");
    what.text = at.text("text");
    what.code = static_cast<int>(at.number("code").value_or(-200));
    const double status = at.number("status").value_or(503);
    if (status < 400 || status > 599)
        return malformed("status is not from 400 to 599");
    what.status = static_cast<unsigned>(status);
    what.retry_after_seconds = static_cast<int>(at.number("retry_after_seconds").value_or(0));
    what.delay = std::chrono::milliseconds{static_cast<std::int64_t>(at.number("delay_ms").value_or(0))};
    if (const auto times = at.number("times"))
        what.times = static_cast<int>(*times);
    if (const auto seconds = at.number("seconds"))
        what.until = at.now() + duration{std::llround(*seconds * 1'000)};
    const std::uint64_t id = at.platform.state().faults.add(std::move(what));
    at.platform.state().chats.touch();
    return json{{"id", id}};
}

// {"id"}: one; {}: all, and the switches
outcome clear_faults(const desk& at)
{
    fault_desk& faults = at.platform.state().faults;
    if (const auto id = at.number("id"))
        faults.remove(static_cast<std::uint64_t>(*id));
    else
        faults.clear();
    at.platform.state().chats.touch();
    return json::object();
}

// {"lose_receipts"?,"silence"?,"duplicate_next"?,"delay_next"?}
outcome set_switches(const desk& at)
{
    fault_desk& faults = at.platform.state().faults;
    faults.lose_receipts = at.body.truth("/lose_receipts", faults.lose_receipts);
    faults.silence = at.body.truth("/silence", faults.silence);
    faults.duplicate_next = static_cast<int>(at.number("duplicate_next").value_or(faults.duplicate_next));
    faults.delay_next = static_cast<int>(at.number("delay_next").value_or(faults.delay_next));
    at.platform.state().chats.touch();
    return json::object();
}

// {"deed": "expire"|"revoke"} or {"life_seconds"}: for tokens issued from now on
outcome set_token(const desk& at)
{
    token_desk& tokens = at.platform.state().tokens;
    const std::string deed = at.text("deed");
    if (deed == "expire")
        tokens.expire_access(at.now());
    else if (deed == "revoke")
        tokens.revoke_chain();
    else if (const auto seconds = at.number("life_seconds"); seconds && *seconds > 0)
        tokens.set_access_life(duration{std::llround(*seconds * 1'000)});
    else
        return malformed("neither deed expire or revoke nor life_seconds");
    at.platform.state().chats.touch();
    return json::object();
}

// {"speed"?,"jump_seconds"?}
outcome set_clock(const desk& at)
{
    constexpr double speed_max = 100'000;
    constexpr double jump_max = 366.0 * 24 * 3'600;
    const auto speed = at.number("speed");
    const auto jump = at.number("jump_seconds");
    if ((speed && (*speed < 0 || *speed > speed_max)) || (jump && (*jump < 0 || *jump > jump_max)))
        return malformed("speed is 0 to 100000, jump_seconds 0 to a year");
    if (speed)
        at.clock.set_speed(*speed);
    if (jump)
        at.clock.jump(duration{std::llround(*jump * 1'000)});
    at.platform.state().chats.touch();
    return json{{"now", at.now().time_since_epoch().count()}, {"speed", at.clock.speed()}};
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
    return json::object();
}

// {"group_id","name","members"}
outcome add_group(const desk& at)
{
    const group_chat which{at.text("group_id"), at.text("name"), at.body.texts("/members")};
    if (which.group_id.empty())
        return malformed("group_id is needed");
    at.platform.state().chats.add(which);
    return json::object();
}

// {"url"?,"subscribe"?: true}
outcome set_webhooks(const desk& at)
{
    platform_state& state = at.platform.state();
    if (at.body.has("/url"))
        state.setup.webhook_url = at.text("url");
    if (at.body.truth("/subscribe"))
        state.webhooks.subscribe();
    state.chats.touch();
    return json::object();
}

// {"body"?: "{}", "signature"?: ""}: an event of the tester's own; unsigned it is the console's probe
outcome send_raw(const desk& at)
{
    at.platform.send_raw(at.body.has("/body") ? at.text("body") : "{}", at.text("signature"), at.now());
    return json::object();
}

// {}
outcome reset(const desk& at)
{
    at.platform.reset(at.now());
    return json::object();
}

struct command {
    std::string_view path;
    outcome (*run)(const desk&);
};

constexpr std::array<command, 17> commands{{
    {"/sandbox/say", say},
    {"/sandbox/group/say", say_in_group},
    {"/sandbox/attach", attach},
    {"/sandbox/react", react},
    {"/sandbox/act", act},
    {"/sandbox/group/act", act_in_group},
    {"/sandbox/group/set", set_group},
    {"/sandbox/faults", add_fault},
    {"/sandbox/faults/clear", clear_faults},
    {"/sandbox/switches", set_switches},
    {"/sandbox/token", set_token},
    {"/sandbox/clock", set_clock},
    {"/sandbox/users", add_person},
    {"/sandbox/groups", add_group},
    {"/sandbox/webhooks", set_webhooks},
    {"/sandbox/probe", send_raw},
    {"/sandbox/reset", reset},
}};

http::response answer(unsigned status, const json& body)
{
    return {.status = status, .body = body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

http::response refused(unsigned status, std::string_view why)
{
    return answer(status, json{{"error", why}});
}

} // namespace

bool is_control(std::string_view path)
{
    return path.starts_with("/sandbox/");
}

http::response control(zalo_platform& platform, clock_control& clock, const http::request& call)
{
    const std::string_view path = call.path();
    if (call.method == "GET" && path == "/sandbox/state") {
        const std::string asked = call.query("since");
        std::uint64_t since = 0;
        std::from_chars(asked.data(), asked.data() + asked.size(), since);
        return {.body = page_state(platform, clock, since)};
    }
    if (call.method == "GET" && path == "/sandbox/clock")
        return answer(200, json{{"now", clock.now().time_since_epoch().count()}, {"speed", clock.speed()}});
    if (call.method != "POST")
        return refused(404, "no such command");
    if (!http::find(call.fields, "content-type").starts_with("application/json"))
        return refused(415, "Content-Type: application/json is needed");
    const auto body = call_body::parse(call.body.empty() ? "{}" : call.body);
    if (!body)
        return refused(400, "the body is not a JSON object");
    const auto found = std::ranges::find(commands, path, &command::path);
    if (found == commands.end())
        return refused(404, "no such command");
    const outcome done = found->run({platform, clock, *body});
    if (done)
        return answer(200, *done);
    return refused(done.error().code == bot::errc::not_found ? 404 : 400, done.error().detail);
}

} // namespace adapters::sandbox
