#include "adapters/sandbox/control.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

std::int64_t milliseconds(instant at)
{
    return at.time_since_epoch().count();
}

std::string_view name_of(receipt progress)
{
    switch (progress) {
    case receipt::sent:
        return "sent";
    case receipt::delivered:
        return "delivered";
    case receipt::seen:
        return "seen";
    }
    return "";
}

json shown(const line& one)
{
    const message& what = one.what;
    json bubble{{"chat", one.chat},
                {"index", one.index},
                {"id", what.id},
                {"from", what.from},
                {"kind", name_of(what.kind)},
                {"text", what.text},
                {"at", milliseconds(what.at)},
                {"progress", name_of(what.progress)}};
    const auto add = [&bubble](const char* name, const std::string& value) {
        if (!value.empty())
            bubble[name] = value;
    };
    add("quote", what.quote);
    add("url", what.url);
    add("name", what.name);
    add("latitude", what.latitude);
    add("longitude", what.longitude);
    add("reaction", what.reaction);
    add("template_id", what.template_id);
    if (what.size > 0)
        bubble["size"] = what.size;
    if (what.billed)
        bubble["billed"] = true;
    if (what.receipt_lost)
        bubble["receipt_lost"] = true;
    for (const button& press : what.buttons)
        bubble["buttons"].push_back({{"title", press.title}, {"payload", press.payload}});
    return bubble;
}

json shown(const member& one)
{
    json who{{"user_id", one.who.user_id},
             {"name", one.who.display_name},
             {"role", one.who.role},
             {"role_label", one.who.role_label},
             {"phone", one.who.phone},
             {"follows", one.follows},
             {"blocked", one.blocked},
             {"phone_on", one.phone_on},
             {"shared_phone", one.shared_phone}};
    if (one.last_interaction)
        who["last_interaction"] = milliseconds(*one.last_interaction);
    return who;
}

json shown(const fault& one)
{
    json what{{"id", one.id}, {"kind", name_of(one.kind)}, {"scope", name_of(one.scope)}};
    if (!one.chat.empty())
        what["chat"] = one.chat;
    if (one.kind == fault_kind::refuse)
        what["code"] = one.code;
    if (one.kind == fault_kind::http_status)
        what["status"] = one.status;
    if (one.times)
        what["times"] = *one.times;
    if (one.until)
        what["until"] = milliseconds(*one.until);
    return what;
}

} // namespace

std::string page_state(const zalo_platform& platform, const clock_control& clock, std::uint64_t since)
{
    const platform_state& state = platform.state();
    json people = json::array();
    json groups = json::array();
    json messages = json::array();
    const auto gather = [&](const std::string& chat) {
        for (const line& one : platform.transcript(chat))
            if (one.what.version > since)
                messages.push_back(shown(one));
    };
    for (const member& one : state.chats.people()) {
        people.push_back(shown(one));
        gather(one.who.user_id);
    }
    for (const group& one : state.chats.groups()) {
        groups.push_back({{"group_id", one.about.group_id},
                          {"name", one.about.name},
                          {"members", one.about.members},
                          {"enabled", one.enabled}});
        gather(one.about.group_id);
    }
    json faults = json::array();
    for (const fault& one : state.faults.armed(clock.now()))
        faults.push_back(shown(one));
    const auto ends = state.tokens.access_ends();
    const json body{
        {"version", platform.version()},
        {"epoch", state.epoch},
        {"clock", {{"now", milliseconds(clock.now())}, {"speed", clock.speed()}}},
        {"account", {{"oa_id", state.setup.oa_id}, {"name", state.setup.oa_name}, {"billed", state.billed}}},
        {"people", std::move(people)},
        {"groups", std::move(groups)},
        {"messages", std::move(messages)},
        {"faults", std::move(faults)},
        {"switches",
         {{"lose_receipts", state.faults.lose_receipts},
          {"silence", state.faults.silence},
          {"duplicate_next", state.faults.duplicate_next},
          {"delay_next", state.faults.delay_next}}},
        {"webhooks",
         {{"url", state.setup.webhook_url},
          {"subscribed", state.webhooks.subscribed()},
          {"waiting", state.webhooks.waiting()},
          {"retrying", state.webhooks.retrying()},
          {"delivered", state.webhooks.delivered()},
          {"failed_attempts", state.webhooks.failed_attempts()},
          {"lost", state.webhooks.lost()}}},
        {"token",
         {{"good", ends && clock.now() < *ends},
          {"ends", ends ? json(milliseconds(*ends)) : json(nullptr)},
          {"refreshes", state.tokens.refreshes()}}},
    };
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace adapters::sandbox
