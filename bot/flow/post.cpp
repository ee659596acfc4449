#include "bot/flow/post.hpp"

#include "bot/flow/mail_header.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/log.hpp"
#include "bot/text.hpp"
#include "store/deliveries.hpp"
#include "store/incidents.hpp"
#include "store/mail.hpp"
#include "store/reachability.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::flow {

namespace {

store::urgency_class urgency_of(int level)
{
    return level >= 4 ? store::urgency_class::critical : level == 3 ? store::urgency_class::high : store::urgency_class::normal;
}

void enqueue(work& at, store::outbound message)
{
    message.track = message.track || !message.purpose.empty();
    const auto not_before = message.not_before;
    message.id = store::enqueue(at.tx, message, at.now);
    if (not_before)
        at.wake(*not_before);
    else
        at.out.to_send.push_back(to_sender(message, at.know));
}

store::outbound addressed(const chat& to, const about& matter)
{
    store::outbound message;
    message.channel = static_cast<store::channel_number>(to.channel);
    message.address = to.address;
    message.purpose = matter.purpose;
    message.incident = matter.incident;
    message.urgency = urgency_of(matter.level);
    return message;
}

/// The chats of a person that this bot can write to.
std::vector<store::contact> zalo_chats(work& at, std::string_view person)
{
    auto chats = store::contacts_of(at.tx, person);
    std::erase_if(chats, [](const store::contact& one) { return one.channel != static_cast<store::channel_number>(channel_kind::zalo); });
    const auto* entry = at.know.who.person(person);
    if (chats.empty() && entry != nullptr && !entry->zalo_user_id.empty())
        chats.push_back(at.contact({channel_kind::zalo, entry->zalo_user_id}));
    std::erase_if(chats, [](const store::contact& one) { return one.stopped || one.blocked; });
    return chats;
}

bool is_mail(const store::contact& one)
{
    return one.channel == static_cast<store::channel_number>(channel_kind::email);
}

/// What a mail says besides its text. False when it may not be sent: it would answer a sender who has had enough answers.
bool put_header(work& at, store::outbound& message, const store::contact& to, const about& matter)
{
    const bool answer = to.id == at.mail.to && matter.purpose.empty();
    if (answer && at.mail.silent)
        return false;
    if (answer && at.mail.answers++ == 0)
        store::note_mail_answer(at.tx, to.id, matter.incident, at.now);
    message.payload = to_payload(header_for(at, to, matter, message.text));
    message.track = true; // a report of non-delivery must find it
    return true;
}

/// A template by phone carries its own fixed words and these parameters.
std::string template_payload(const work& at, const about& matter, const std::string& text)
{
    nlohmann::json data = {{"noi_dung", shorten(text, 90)}};
    if (matter.incident)
        if (const auto row = store::find_incident(at.tx, *matter.incident))
            data["ma_su_co"] = row->number;
    return nlohmann::json{{"template", data}}.dump();
}

} // namespace

std::string language_of(work& at, std::string_view person)
{
    const auto* entry = at.know.who.person(person);
    return entry == nullptr || entry->language.empty() ? at.know.policy.language : entry->language;
}

std::string render(const work& at, std::string_view language, const std::vector<phrase>& what, const about& matter)
{
    std::string text = matter.drill ? at.know.texts.text(language, {"notice.drill_banner"}) : "";
    for (const auto& one : what)
        text += (text.empty() ? "" : "\n") + at.know.texts.text(language, one);
    return text;
}

void say(work& at, store::contact& to, const std::vector<phrase>& what, const about& matter)
{
    const std::string& language = to.language.empty() ? at.know.policy.language : to.language;
    auto message = addressed(chat_of(to), matter);
    message.person = to.person;
    message.text = render(at, language, what, matter);
    if (is_mail(to) && !put_header(at, message, to, matter))
        return;
    enqueue(at, std::move(message));
}

void say_phone_card(work& at, store::contact& to)
{
    const std::string& language = to.language.empty() ? at.know.policy.language : to.language;
    auto message = addressed(chat_of(to), {});
    message.person = to.person;
    message.text = render(at, language, {{"say.share_phone"}}, {});
    message.payload = R"({"ask_phone":true})";
    enqueue(at, std::move(message));
}

std::optional<chat> route_to(work& at, std::string_view person, const std::set<channel_kind>& not_by)
{
    const auto failed = [&](channel_kind channel) {
        return not_by.contains(channel) || store::unreachable_since(at.tx, person, static_cast<store::channel_number>(channel)).has_value();
    };
    const auto chats = not_by.contains(channel_kind::zalo) ? std::vector<store::contact>{} : zalo_chats(at, person);
    const auto within = [&](rules::duration window) -> std::optional<chat> {
        for (const auto& one : chats)
            if (one.last_inbound_at && at.now - *one.last_inbound_at <= window)
                return chat_of(one);
        return std::nullopt;
    };
    if (const auto free = within(free_window))
        return free;
    const auto* entry = at.know.who.person(person);
    if (at.know.policy.template_by_phone && entry != nullptr && !entry->phone.empty() && !failed(channel_kind::zalo_template))
        return chat{channel_kind::zalo_template, entry->phone};
    if (const auto billed = within(billed_window))
        return billed;
    if (!at.know.policy.mail_address.empty() && entry != nullptr && !entry->email.empty() && !failed(channel_kind::email))
        return chat{channel_kind::email, entry->email};
    return std::nullopt;
}

bool tell(work& at, std::string_view person, const std::vector<phrase>& what, const about& matter)
{
    const auto route = route_to(at, person);
    if (!route) {
        const store::unreachable mark{std::string(person), static_cast<store::channel_number>(channel_kind::zalo), at.now, "window"};
        if (store::flag_unreachable(at.tx, mark))
            log::warning("person.unreachable", {{"person", person}, {"reason", "window"}});
        return false;
    }
    if (route->channel != channel_kind::zalo_template) {
        say(at, at.contact(*route), what, matter);
        return true;
    }
    auto message = addressed(*route, matter);
    message.person = person;
    message.text = render(at, language_of(at, person), what, matter);
    message.payload = template_payload(at, matter, message.text);
    enqueue(at, std::move(message));
    return true;
}

namespace {

/// The channels by which a message has been tried, itself and those it replaced.
std::set<channel_kind> tried_channels(work& at, const store::outbound& message)
{
    std::set<channel_kind> tried{static_cast<channel_kind>(message.channel)};
    for (auto before = message.fallback_of; before;) {
        const auto earlier = store::find_delivery(at.tx, *before);
        if (!earlier)
            break;
        tried.insert(static_cast<channel_kind>(earlier->channel));
        before = earlier->fallback_of;
    }
    return tried;
}

} // namespace

bool tell_again(work& at, const store::outbound& failed, const std::string& text)
{
    if (failed.person.empty())
        return false;
    const auto route = route_to(at, failed.person, tried_channels(at, failed));
    if (!route)
        return false;
    store::outbound message = failed;
    message.channel = static_cast<store::channel_number>(route->channel);
    message.address = route->address;
    message.text = text;
    message.payload.clear();
    message.fallback_of = failed.id;
    message.not_before.reset();
    const about matter{.incident = failed.incident, .purpose = failed.purpose};
    if (route->channel == channel_kind::zalo_template)
        message.payload = template_payload(at, matter, text);
    if (route->channel == channel_kind::email && !put_header(at, message, at.contact(*route), matter))
        return false;
    enqueue(at, std::move(message));
    return true;
}

void post(work& at, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter)
{
    if (!group.email.empty() && !at.know.policy.mail_address.empty())
        say(at, at.contact({channel_kind::email, group.email}), what, {.incident = matter.incident, .purpose = "group:" + group.id, .level = matter.level, .drill = matter.drill});
    if (group.zalo_group.empty())
        return;
    auto& to = at.contact({channel_kind::zalo_group, group.zalo_group});
    auto message = addressed(chat_of(to), matter);
    message.purpose = "group:" + group.id;
    message.text = render(at, at.know.policy.language, what, matter);
    if (matter.incident)
        withdraw(at, *matter.incident, message.purpose);
    const auto previous = rules::instant{rules::duration{number_of(to, "post_ms")}};
    const auto leaves = std::max(at.now, previous + group_post_interval);
    if (leaves > at.now)
        message.not_before = leaves;
    set_note(to, "post_ms", std::to_string(leaves.time_since_epoch().count()));
    enqueue(at, std::move(message));
}

void withdraw(work& at, store::incident_id incident, std::string_view purpose)
{
    for (const auto id : store::cancel_outbound(at.tx, incident, purpose, at.now)) {
        std::erase_if(at.out.to_send, [&](const outbound& one) { return one.id == static_cast<std::int64_t>(id); });
        at.out.withdrawn.push_back(id);
    }
}

outbound to_sender(const store::outbound& row, const knowledge& know)
{
    outbound made;
    made.id = static_cast<std::int64_t>(row.id);
    made.to = {static_cast<channel_kind>(row.channel), row.address};
    made.text = row.text;
    made.priority = static_cast<int>(row.urgency);
    made.maybe_sent = row.resend;
    made.repeat_mark = know.texts.text(know.policy.language, {"notice.resend_mark"}) + " ";
    if (!row.payload.empty()) {
        const auto payload = nlohmann::json::parse(row.payload, nullptr, false);
        if (payload.is_object() && payload.contains("template")) {
            made.kind = outbound_kind::templated;
            for (const auto& [key, value] : payload["template"].items())
                made.template_data[key] = value.get<std::string>();
        } else if (payload.is_object() && payload.contains("ask_phone")) {
            made.kind = outbound_kind::ask_phone;
        }
        made.mail = mail_header_of(row.payload);
    }
    return made;
}

} // namespace bot::flow
