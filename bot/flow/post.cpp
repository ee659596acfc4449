#include "bot/flow/post.hpp"

#include "bot/flow/held_notes.hpp"
#include "bot/flow/mail_header.hpp"
#include "bot/flow/quota_ledger.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/log.hpp"
#include "bot/text.hpp"
#include "store/held_notes.hpp"
#include "store/incidents.hpp"
#include "store/mail.hpp"
#include "store/reachability.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::flow {

namespace {

/// By level, the one not yet known next to the worst. An answer to somebody who has just written is not kept waiting by
/// reminders: it is short work, and there are only as many as people write.
store::urgency_class urgency_of(const about& matter)
{
    const bool answer = matter.purpose.empty() && !matter.incident;
    const int level = matter.level.value_or(3);
    return level >= 4 ? store::urgency_class::critical : level == 3 || answer ? store::urgency_class::high : store::urgency_class::normal;
}

/// Whose message it is: of the incident's unit, else of the unit in which the reader has a role.
std::string unit_of(const work& at, const about& matter, std::string_view person)
{
    if (!matter.unit.empty())
        return matter.unit;
    if (matter.incident)
        if (const auto row = store::find_incident(at.tx, *matter.incident))
            return row->unit;
    if (!person.empty())
        for (const auto& unit : at.know.who.units())
            for (const auto& [role, people] : unit.roles)
                if (std::ranges::find(people, person) != people.end())
                    return unit.id;
    return "";
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

store::outbound addressed(const work& at, const chat& to, std::string_view person, const about& matter)
{
    store::outbound message;
    message.channel = static_cast<store::channel_number>(to.channel);
    message.address = to.address;
    message.person = person;
    message.purpose = matter.purpose;
    message.incident = matter.incident;
    message.urgency = urgency_of(matter);
    message.unit = unit_of(at, matter, person);
    return message;
}

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
    auto message = addressed(at, chat_of(to), to.person, matter);
    message.text = render(at, language, what, matter);
    const bool by_zalo = to.channel == static_cast<store::channel_number>(channel_kind::zalo);
    if (by_zalo && to.last_inbound_at && at.now - *to.last_inbound_at > free_window)
        message.paid = store::paid_kind::billed;
    if (is_mail(to) && !put_header(at, message, to, matter))
        return;
    enqueue(at, std::move(message));
}

void say_phone_card(work& at, store::contact& to)
{
    const std::string& language = to.language.empty() ? at.know.policy.language : to.language;
    auto message = addressed(at, chat_of(to), to.person, {});
    message.text = render(at, language, {{"say.share_phone"}}, {});
    message.payload = R"({"ask_phone":true})";
    enqueue(at, std::move(message));
}

namespace {

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

store::paid_kind cost_of(const route& way_there)
{
    const bool templated = way_there.by == way::template_by_user || way_there.by == way::template_by_phone;
    return templated ? store::paid_kind::templated : way_there.billed ? store::paid_kind::billed : store::paid_kind::free;
}

/// A route, or the word that only the quota stands in the way. What is serious is sent beyond the budget before it is not sent
/// at all: a plan for the month must not keep a hospital from hearing of level 4.
struct choice {
    std::optional<route> taken{};
    bool too_dear = false;
};

choice choose_route(work& at, std::string_view person, const std::set<way>& not_by, std::optional<int> level)
{
    choice made;
    made.taken = first_way(at, person, not_by, [&](const route& one) {
        const bool affordable = may_spend(at, cost_of(one), level);
        made.too_dear = made.too_dear || !affordable;
        return affordable;
    });
    if (!made.taken && made.too_dear && level.value_or(reserve_from_level) >= reserve_from_level)
        made.taken = first_way(at, person, not_by, [](const route&) { return true; });
    return made;
}

/// A drill may not spend what is kept for serious incidents.
std::optional<int> level_for_quota(const about& matter)
{
    return matter.drill ? std::optional{0} : matter.level;
}

} // namespace

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

bool tell(work& at, std::string_view person, const std::vector<phrase>& what, const about& matter)
{
    const auto [there, too_dear] = choose_route(at, person, {}, level_for_quota(matter));
    if (!there && too_dear) {
        hold_for_digest(at, person, what, matter);
        return false;
    }
    if (!there) {
        const bool known = store::unreachable_since(at.tx, person, static_cast<store::channel_number>(channel_kind::zalo)).has_value();
        if (!known && mark_unreachable(at, person, channel_kind::zalo, "window"))
            log::warning("person.unreachable", {{"person", person}, {"reason", "window"}});
        return false;
    }
    if (there->by == way::message || there->by == way::mail) {
        say(at, at.contact(*there), what, matter);
        return true;
    }
    auto message = addressed(at, *there, person, matter);
    message.text = render(at, language_of(at, person), what, matter);
    message.payload = template_payload(at, matter, message.text);
    message.paid = store::paid_kind::templated;
    enqueue(at, std::move(message));
    return true;
}

bool tell_in_full(work& at, std::string_view person, const std::vector<phrase>& what, const about& matter)
{
    const auto there = route_to(at, person, {way::template_by_user, way::template_by_phone}, level_for_quota(matter));
    if (!there)
        return tell(at, person, what, matter);
    say(at, at.contact(*there), what, matter);
    return true;
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

store::outbound as_outbound(const store::delivery& sent)
{
    store::outbound message;
    message.id = sent.id;
    message.channel = sent.channel;
    message.address = sent.address;
    message.person = sent.person;
    message.purpose = sent.purpose;
    message.incident = sent.incident;
    message.payload = sent.payload;
    message.track = true;
    message.fallback_of = sent.fallback_of;
    return message;
}

namespace {

/// The ways on which a message has been tried, itself and those it replaced.
std::set<way> tried_ways(work& at, const store::outbound& message)
{
    std::set<way> tried{way_of(message.channel, message.payload)};
    for (auto before = message.fallback_of; before;) {
        const auto earlier = store::find_delivery(at.tx, *before);
        if (!earlier)
            break;
        tried.insert(way_of(earlier->channel, earlier->payload));
        before = earlier->fallback_of;
    }
    return tried;
}

} // namespace

bool tell_again(work& at, const store::outbound& failed, const std::string& text, std::set<way> not_by, if_too_dear otherwise)
{
    if (failed.person.empty())
        return false;
    not_by.merge(tried_ways(at, failed));
    about matter{.incident = failed.incident, .purpose = failed.purpose, .unit = failed.unit};
    if (failed.incident)
        if (const auto row = store::find_incident(at.tx, *failed.incident)) {
            matter.level = row->level;
            matter.drill = row->drill;
            matter.unit = row->unit;
        }
    const auto [there, too_dear] = choose_route(at, failed.person, not_by, level_for_quota(matter));
    if (!there && too_dear && otherwise == if_too_dear::hold) {
        hold_text_for_digest(at, failed.person, text, matter);
        return true;
    }
    if (!there)
        return false;
    store::outbound message = failed;
    message.channel = static_cast<store::channel_number>(there->channel);
    message.address = there->address;
    message.text = text;
    message.payload.clear();
    message.unit = matter.unit;
    message.urgency = urgency_of(matter);
    message.paid = cost_of(*there);
    message.fallback_of = failed.id;
    message.not_before.reset();
    if (message.paid == store::paid_kind::templated)
        message.payload = template_payload(at, matter, text);
    if (there->by == way::mail && !put_header(at, message, at.contact(*there), matter))
        return false;
    enqueue(at, std::move(message));
    return true;
}

namespace {

/// A post that waits for its group's next minute.
struct waiting_post {
    std::optional<store::outbox_id> id{}; ///< nothing: the new one
    store::urgency_class urgency{};
    rules::instant leaves{};
};

/// Finds the new post its moment among those that wait: the moments stay a minute apart, the more urgent posts get the
/// earlier ones. A post that took another's place keeps its moment, else a group whose incident changes every few seconds
/// would never hear of it.
rules::instant moment_in_group(work& at, store::contact& to, store::urgency_class urgency, std::optional<rules::instant> inherited)
{
    std::vector<waiting_post> posts;
    for (const auto& row : store::waiting_outbound(at.tx, to.channel, to.address))
        posts.push_back({row.id, row.urgency, *row.not_before});
    auto own = inherited;
    if (!own) {
        const rules::instant previous{rules::duration{number_of(to, "post_ms")}};
        own = std::max(at.now, previous + group_post_interval);
        set_note(to, "post_ms", std::to_string(own->time_since_epoch().count()));
    }
    posts.push_back({std::nullopt, urgency, *own});
    std::vector<rules::instant> moments;
    for (const auto& one : posts)
        moments.push_back(one.leaves);
    std::ranges::sort(moments);
    std::ranges::stable_sort(posts, [](const waiting_post& a, const waiting_post& b) {
        return a.urgency != b.urgency ? a.urgency > b.urgency : a.leaves < b.leaves;
    });
    for (std::size_t i = 0; i < posts.size(); ++i)
        if (!posts[i].id)
            own = moments[i];
        else if (posts[i].leaves != moments[i])
            store::reschedule(at.tx, *posts[i].id, moments[i]);
    at.wake(moments.front());
    return *own;
}

/// The moment of a post about the same incident that still waits.
std::optional<rules::instant> moment_of_waiting(work& at, const store::outbound& like)
{
    for (const auto& row : store::waiting_outbound(at.tx, like.channel, like.address))
        if (row.incident == like.incident && row.purpose == like.purpose)
            return row.not_before;
    return std::nullopt;
}

} // namespace

void post(work& at, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter)
{
    if (!group.email.empty() && !at.know.policy.mail_address.empty()) {
        about mailed = matter;
        mailed.purpose = "group:" + group.id;
        say(at, at.contact({channel_kind::email, group.email}), what, mailed);
    }
    if (group.zalo_group.empty())
        return;
    auto& to = at.contact({channel_kind::zalo_group, group.zalo_group});
    auto message = addressed(at, chat_of(to), "", matter);
    message.purpose = "group:" + group.id;
    message.text = render(at, at.know.policy.language, what, matter);
    std::optional<rules::instant> inherited;
    if (matter.incident) {
        inherited = moment_of_waiting(at, message);
        withdraw(at, *matter.incident, message.purpose);
    }
    const auto leaves = moment_in_group(at, to, message.urgency, inherited);
    if (leaves > at.now)
        message.not_before = leaves;
    enqueue(at, std::move(message));
}

void withdraw(work& at, store::incident_id incident, std::string_view purpose)
{
    for (const auto id : store::cancel_outbound(at.tx, incident, purpose, at.now)) {
        std::erase_if(at.out.to_send, [&](const outbound& one) { return one.id == static_cast<std::int64_t>(id); });
        at.out.withdrawn.push_back(id);
    }
    store::drop_held(at.tx, incident, purpose);
}

outbound to_sender(const store::outbound& row, const knowledge& know)
{
    outbound made;
    made.id = static_cast<std::int64_t>(row.id);
    made.to = {static_cast<channel_kind>(row.channel), row.address};
    made.text = row.text;
    made.priority = static_cast<int>(row.urgency);
    made.unit = row.unit;
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
