// What people do to the platform: the half of `zalo_platform` that turns deeds into events.
#include "adapters/sandbox/digest.hpp"
#include "adapters/sandbox/samples.hpp"
#include "adapters/sandbox/zalo_platform.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::sandbox {

namespace {

using bot::errc;
using bot::fail;

constexpr std::array<std::pair<deed, std::string_view>, 10> deeds{{
    {deed::follow, "follow"},
    {deed::unfollow, "unfollow"},
    {deed::chat_now, "chat_now"},
    {deed::share_phone, "share_phone"},
    {deed::withdraw, "withdraw"},
    {deed::block, "block"},
    {deed::unblock, "unblock"},
    {deed::phone_off, "phone_off"},
    {deed::phone_on, "phone_on"},
    {deed::leave_window, "leave_window"},
}};

std::string_view name_of(deed what)
{
    return std::ranges::find(deeds, what, &std::pair<deed, std::string_view>::first)->second;
}

/// Fills the attachment's own fields and stores its bytes.
message attached(platform_state& state, const attachment& what, instant now)
{
    message one;
    one.kind = what.kind;
    one.text = what.caption;
    if (what.kind == message_kind::location) {
        one.latitude = what.latitude;
        one.longitude = what.longitude;
        return one;
    }
    stored_file file{what.name, what.content_type, what.bytes, now};
    if (file.bytes.empty()) {
        file = sample_file(what.kind);
        file.at = now;
        if (!what.name.empty())
            file.name = what.name;
    }
    one.name = file.name;
    one.size = file.bytes.size();
    one.checksum = md5_hex(file.bytes);
    one.url = state.keep_file(std::move(file));
    return one;
}

void notice(platform_state& state, const std::string& chat, std::string_view what, instant now)
{
    message one;
    one.id = state.next_id();
    one.kind = message_kind::notice;
    one.text = what;
    one.at = now;
    state.chats.append(chat, std::move(one));
}

} // namespace

std::optional<deed> deed_from(std::string_view name)
{
    for (const auto& [what, known] : deeds)
        if (known == name)
            return what;
    return std::nullopt;
}

bot::result<std::string> zalo_platform::receive(member& who, message what, instant now)
{
    if (who.blocked || !who.phone_on)
        return fail(errc::rejected, who.blocked ? "sandbox: the person has blocked the account"
                                                : "sandbox: the person's phone is off");
    what.id = state_.next_id();
    what.from = who.who.user_id;
    what.at = now;
    who.last_interaction = now;
    who.wrote = true;
    const message& kept = state_.chats.append(who.who.user_id, std::move(what));
    state_.announce(state_.writer.user_sent(who, kept), who.who.user_id, now, kept.id);
    return kept.id;
}

bot::result<std::string> zalo_platform::receive_in_group(const std::string& group_id,
                                                         const std::string& user_id, message what,
                                                         instant now)
{
    const group* where = state_.chats.find_group(group_id);
    member* who = state_.chats.find_person(user_id);
    if (where == nullptr || who == nullptr)
        return fail(errc::not_found, "sandbox: no such group or person");
    if (!where->enabled || std::ranges::find(where->about.members, user_id) == where->about.members.end())
        return fail(errc::rejected, "sandbox: the person is not in the group, or it is closed");
    what.id = state_.next_id();
    what.from = user_id;
    what.at = now;
    who->last_interaction = now; // a message in a group counts
    const message& kept = state_.chats.append(group_id, std::move(what));
    if (where->oa_inside)
        state_.announce(state_.writer.group_sent(group_id, kept), group_id, now, kept.id);
    return kept.id;
}

bot::result<std::string> zalo_platform::say(const std::string& user_id, const std::string& text, instant now,
                                            const std::string& quote)
{
    member* who = state_.chats.find_person(user_id);
    if (who == nullptr)
        return fail(errc::not_found, "sandbox: no such person");
    message what;
    what.text = text;
    what.quote = quote;
    return receive(*who, std::move(what), now);
}

bot::result<std::string> zalo_platform::say_in_group(const std::string& group_id, const std::string& user_id,
                                                     const std::string& text, instant now,
                                                     const std::string& quote)
{
    message what;
    what.text = text;
    what.quote = quote;
    return receive_in_group(group_id, user_id, std::move(what), now);
}

bot::result<std::string> zalo_platform::attach(const std::string& user_id, const attachment& what,
                                               instant now)
{
    member* who = state_.chats.find_person(user_id);
    if (who == nullptr)
        return fail(errc::not_found, "sandbox: no such person");
    message one = attached(state_, what, now);
    one.phone = who->who.phone;
    return receive(*who, std::move(one), now);
}

bot::result<std::string> zalo_platform::attach_in_group(const std::string& group_id,
                                                        const std::string& user_id, const attachment& what,
                                                        instant now)
{
    return receive_in_group(group_id, user_id, attached(state_, what, now), now);
}

bot::result<void> zalo_platform::react(const std::string& user_id, const std::string& message_id,
                                       const std::string& icon, instant now)
{
    const member* who = state_.chats.find_person(user_id);
    message* what = who ? state_.chats.find_message(user_id, message_id) : nullptr;
    if (what == nullptr)
        return fail(errc::not_found, "sandbox: no such person or message");
    what->reaction = icon;
    state_.chats.changed(*what);
    state_.announce(state_.writer.reacted(*who, message_id, icon, now), user_id, now);
    return {};
}

bot::result<void> zalo_platform::act(const std::string& user_id, deed what, instant now)
{
    member* who = state_.chats.find_person(user_id);
    if (who == nullptr)
        return fail(errc::not_found, "sandbox: no such person");
    const auto tell = [&](const event& told) { state_.announce(told, user_id, now); };
    switch (what) {
    case deed::follow:
        who->follows = true;
        who->last_interaction = now;
        tell(state_.writer.follow(*who, true, now));
        break;
    case deed::unfollow:
        who->follows = false;
        tell(state_.writer.follow(*who, false, now));
        break;
    case deed::chat_now:
        who->last_interaction = now;
        tell(state_.writer.chat_now(*who, now));
        break;
    case deed::share_phone:
        if (who->who.phone.empty())
            return fail(errc::rejected, "sandbox: the person has no phone number");
        who->shared_phone = true;
        who->last_interaction = now;
        tell(state_.writer.submit_info(*who, now));
        break;
    case deed::withdraw:
        who->shared_phone = false;
        tell(state_.writer.withdraw(*who, now));
        break;
    case deed::block:
        who->blocked = true;
        break;
    case deed::unblock:
        who->blocked = false;
        break;
    case deed::phone_off:
        who->phone_on = false;
        break;
    case deed::phone_on:
        who->phone_on = true;
        state_.phone_is_on(*who, now);
        break;
    case deed::leave_window:
        who->last_interaction = now - std::chrono::days{8};
        break;
    }
    notice(state_, user_id, name_of(what), now);
    return {};
}

bot::result<void> zalo_platform::act_in_group(const std::string& group_id, const std::string& user_id,
                                              group_deed what, instant now)
{
    group* where = state_.chats.find_group(group_id);
    if (where == nullptr || (what != group_deed::disband && state_.chats.find_person(user_id) == nullptr))
        return fail(errc::not_found, "sandbox: no such group or person");
    auto& members = where->about.members;
    std::string_view name;
    switch (what) {
    case group_deed::join:
        if (std::ranges::find(members, user_id) == members.end())
            members.push_back(user_id);
        name = "user_join_group";
        break;
    case group_deed::leave:
        std::erase(members, user_id);
        name = "user_out_group";
        break;
    case group_deed::disband:
        where->enabled = false;
        name = "delete_group";
        break;
    }
    std::vector<std::string> users;
    if (what != group_deed::disband)
        users.push_back(user_id);
    state_.announce(state_.writer.group_changed(name, group_id, users, now), group_id, now);
    notice(state_, group_id, name, now);
    return {};
}

} // namespace adapters::sandbox
