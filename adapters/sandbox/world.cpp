#include "adapters/sandbox/world.hpp"

#include "adapters/sandbox/platform_state.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::sandbox {

namespace {

constexpr std::array<std::pair<message_kind, std::string_view>, 14> kinds{{
    {message_kind::text, "text"},
    {message_kind::image, "image"},
    {message_kind::gif, "gif"},
    {message_kind::file, "file"},
    {message_kind::audio, "audio"},
    {message_kind::video, "video"},
    {message_kind::sticker, "sticker"},
    {message_kind::location, "location"},
    {message_kind::link, "link"},
    {message_kind::business_card, "business_card"},
    {message_kind::ask_phone, "ask_phone"},
    {message_kind::list, "list"},
    {message_kind::template_text, "template"},
    {message_kind::notice, "notice"},
}};

} // namespace

std::string_view name_of(message_kind kind)
{
    return std::ranges::find(kinds, kind, &std::pair<message_kind, std::string_view>::first)->second;
}

std::optional<message_kind> message_kind_from(std::string_view name)
{
    for (const auto& [kind, known] : kinds)
        if (known == name)
            return kind;
    return std::nullopt;
}

bool is_attachment(message_kind kind)
{
    switch (kind) {
    case message_kind::image:
    case message_kind::gif:
    case message_kind::file:
    case message_kind::audio:
    case message_kind::video:
    case message_kind::sticker:
    case message_kind::location:
    case message_kind::link:
    case message_kind::business_card:
        return true;
    case message_kind::text:
    case message_kind::ask_phone:
    case message_kind::list:
    case message_kind::template_text:
    case message_kind::notice:
        break;
    }
    return false;
}

world::world(const options& setup, instant now)
{
    for (const person& who : setup.people) {
        member& one = add(who, user_id_by_app(setup.app_id, who.user_id));
        if (who.follows)
            one.last_interaction = now; // following is one
    }
    for (const group_chat& which : setup.groups)
        add(which);
}

member* world::find_person(std::string_view user_id)
{
    const auto found =
        std::ranges::find(people_, user_id, [](const member& m) { return std::string_view(m.who.user_id); });
    return found == people_.end() ? nullptr : &*found;
}

const member* world::find_person(std::string_view user_id) const
{
    const auto found =
        std::ranges::find(people_, user_id, [](const member& m) { return std::string_view(m.who.user_id); });
    return found == people_.end() ? nullptr : &*found;
}

member* world::find_phone(std::string_view phone)
{
    const auto found =
        std::ranges::find(people_, phone, [](const member& m) { return std::string_view(m.who.phone); });
    return phone.empty() || found == people_.end() ? nullptr : &*found;
}

group* world::find_group(std::string_view group_id)
{
    const auto found = std::ranges::find(groups_, group_id,
                                         [](const group& g) { return std::string_view(g.about.group_id); });
    return found == groups_.end() ? nullptr : &*found;
}

const group* world::find_group(std::string_view group_id) const
{
    const auto found = std::ranges::find(groups_, group_id,
                                         [](const group& g) { return std::string_view(g.about.group_id); });
    return found == groups_.end() ? nullptr : &*found;
}

member& world::add(const person& who, std::string by_app)
{
    touch();
    if (member* known = find_person(who.user_id)) {
        known->who = who;
        return *known;
    }
    people_.push_back(
        {.who = who, .user_id_by_app = std::move(by_app), .follows = who.follows, .last_interaction = {}});
    return people_.back();
}

group& world::add(const group_chat& which)
{
    touch();
    if (group* known = find_group(which.group_id)) {
        known->about = which;
        return *known;
    }
    groups_.push_back({.about = which});
    return groups_.back();
}

message& world::append(const std::string& address, message what)
{
    touch();
    what.version = version_;
    transcript& into = chats_[address];
    into.messages.push_back(std::move(what));
    if (into.messages.size() > messages_kept_max) {
        into.messages.pop_front();
        ++into.forgotten;
    }
    return into.messages.back();
}

void world::changed(message& what)
{
    touch();
    what.version = version_;
}

const std::deque<message>& world::chat(const std::string& address) const
{
    static const std::deque<message> none;
    const auto found = chats_.find(address);
    return found == chats_.end() ? none : found->second.messages;
}

std::deque<message>& world::chat(const std::string& address)
{
    return chats_[address].messages;
}

message* world::find_message(const std::string& address, std::string_view id)
{
    auto& all = chat(address);
    // Looked up soon after they are sent, so from the end.
    const auto found =
        std::find_if(all.rbegin(), all.rend(), [id](const message& one) { return one.id == id; });
    return found == all.rend() ? nullptr : &*found;
}

std::size_t world::forgotten(const std::string& address) const
{
    const auto found = chats_.find(address);
    return found == chats_.end() ? 0 : found->second.forgotten;
}

} // namespace adapters::sandbox
