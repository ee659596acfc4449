#include "bot/flow/routes.hpp"

#include "bot/flow/quota_ledger.hpp"
#include "bot/flow/reach_flags.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::flow {

namespace {

/// The chats of a person that this bot can write to.
std::vector<store::contact> zalo_chats(work& at, std::string_view person)
{
    auto chats = store::contacts_of(at.tx, person);
    std::erase_if(chats, [](const store::contact& one) { return one.channel != static_cast<store::channel_number>(channel_kind::zalo); });
    for (auto& one : chats)
        if (const auto* changed = at.in_hand(one.id))
            one = *changed;
    const auto* entry = at.know.who.person(person);
    if (chats.empty() && entry != nullptr && !entry->zalo_user_id.empty())
        chats.push_back(at.contact({channel_kind::zalo, entry->zalo_user_id}));
    std::erase_if(chats, [](const store::contact& one) { return one.stopped || one.blocked; });
    return chats;
}

/// A refusal for reasons of quota or hours passes: after a day the way is tried again.
constexpr std::chrono::hours passing_flag_holds{24};
/// What marks a flag of a person's Zalo as one of templates only.
constexpr std::string_view template_flag = "template";

bool flagged(work& at, std::string_view person, channel_kind channel, std::string_view reason_begins = "")
{
    const auto flag = store::unreachable_since(at.tx, person, static_cast<store::channel_number>(channel));
    if (!flag || !flag->reason.starts_with(reason_begins))
        return false;
    const bool passes = flag->reason.find("quota") != std::string::npos || flag->reason.find("window") != std::string::npos;
    if (passes && at.now - flag->since > passing_flag_holds) {
        mark_reachable(at, person, channel);
        return false;
    }
    return true;
}

/// The first way to the person, best first, that `accept` takes.
template <class Accept>
std::optional<route> first_way(work& at, std::string_view person, const std::set<way>& not_by, Accept accept)
{
    const bool no_zalo = not_by.contains(way::message) && not_by.contains(way::template_by_user);
    const auto chats = no_zalo ? std::vector<store::contact>{} : zalo_chats(at, person);
    const auto within = [&](rules::duration window) {
        return std::ranges::find_if(chats, [&](const store::contact& one) { return one.last_inbound_at && at.now - *one.last_inbound_at <= window; });
    };
    const auto* entry = at.know.who.person(person);
    const auto& policy = at.know.policy;
    const bool may_write = !not_by.contains(way::message);
    std::optional<route> found;
    const auto take = [&](route one) {
        if (accept(one))
            found = std::move(one);
        return found.has_value();
    };
    if (const auto free = within(free_window); may_write && free != chats.end() && take({chat_of(*free), way::message}))
        return found;
    if (policy.template_by_user && !chats.empty() && !not_by.contains(way::template_by_user) && !flagged(at, person, channel_kind::zalo, template_flag) &&
        take({chat_of(chats.front()), way::template_by_user}))
        return found;
    if (policy.template_by_phone && entry != nullptr && !entry->phone.empty() && !not_by.contains(way::template_by_phone) &&
        !flagged(at, person, channel_kind::zalo_template) && take({{channel_kind::zalo_template, entry->phone}, way::template_by_phone}))
        return found;
    if (const auto billed = within(billed_window); may_write && billed != chats.end() && take({chat_of(*billed), way::message, true}))
        return found;
    if (!policy.mail_address.empty() && entry != nullptr && !entry->email.empty() && !not_by.contains(way::mail) && !flagged(at, person, channel_kind::email) &&
        take({{channel_kind::email, entry->email}, way::mail}))
        return found;
    return std::nullopt;
}

} // namespace

store::paid_kind cost_of(const route& there)
{
    const bool templated = there.by == way::template_by_user || there.by == way::template_by_phone;
    return templated ? store::paid_kind::templated : there.billed ? store::paid_kind::billed : store::paid_kind::free;
}

// What is serious is sent beyond the budget before it is not sent at all: a plan for the month must not keep a hospital from
// hearing of level 4.
route_choice choose_route(work& at, std::string_view person, const std::set<way>& not_by, std::optional<int> level)
{
    route_choice made;
    made.taken = first_way(at, person, not_by, [&](const route& one) {
        const bool affordable = may_spend(at, cost_of(one), level);
        made.too_dear = made.too_dear || !affordable;
        return affordable;
    });
    if (!made.taken && made.too_dear && level.value_or(reserve_from_level) >= reserve_from_level)
        made.taken = first_way(at, person, not_by, [](const route&) { return true; });
    return made;
}

std::optional<route> route_to(work& at, std::string_view person, const std::set<way>& not_by, std::optional<int> level)
{
    return choose_route(at, person, not_by, level).taken;
}

std::string language_of(work& at, std::string_view person)
{
    for (const auto& one : store::contacts_of(at.tx, person))
        if (!one.language.empty())
            return one.language;
    const auto* entry = at.know.who.person(person);
    return entry == nullptr || entry->language.empty() ? at.know.policy.language : entry->language;
}

way way_of(store::channel_number channel, const std::string& payload)
{
    switch (static_cast<channel_kind>(channel)) {
    case channel_kind::zalo_template: return way::template_by_phone;
    case channel_kind::email: return way::mail;
    case channel_kind::zalo:
    case channel_kind::zalo_group: break;
    }
    if (payload.empty())
        return way::message;
    const auto read = nlohmann::json::parse(payload, nullptr, false);
    return read.is_object() && read.contains("template") ? way::template_by_user : way::message;
}

} // namespace bot::flow
