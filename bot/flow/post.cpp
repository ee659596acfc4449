#include "bot/flow/post.hpp"

#include "bot/flow/drill_injects.hpp"
#include "bot/flow/held_notes.hpp"
#include "bot/flow/mail_header.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/log.hpp"
#include "bot/text.hpp"
#include "store/held_notes.hpp"
#include "store/incidents.hpp"
#include "store/mail.hpp"
#include "store/reachability.hpp"

#include <nlohmann/json.hpp>

namespace bot::flow {

namespace {

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
    if (is_lost_in_drill(at, chat_of(to), matter))
        return;
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

/// A drill may not spend what is kept for serious incidents.
std::optional<int> level_for_quota(const about& matter)
{
    return matter.drill ? std::optional{0} : matter.level;
}

} // namespace

bool tell(work& at, std::string_view person, const std::vector<phrase>& what, const about& matter)
{
    const auto injected = injected_on(at, person, matter);
    if (injected.silent)
        return true; // as if it had arrived, and nobody answered
    const auto [there, too_dear] = choose_route(at, person, injected.not_by, level_for_quota(matter));
    if (!there)
        at.out.unreached.push_back({std::string(person), matter.purpose});
    if (!there && !injected.not_by.empty())
        return false; // made to fail: it says nothing about the person's channels
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
    about matter{.incident = failed.incident, .purpose = failed.purpose, .unit = failed.unit, .unhurried = failed.urgency == store::urgency_class::low};
    if (matter.unhurried) // what has time is never paid for
        not_by.insert({way::template_by_user, way::template_by_phone});
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

void withdraw(work& at, store::incident_id incident, std::string_view purpose)
{
    for (const auto id : store::cancel_outbound(at.tx, incident, purpose, at.now)) {
        std::erase_if(at.out.to_send, [&](const outbound& one) { return one.id == static_cast<std::int64_t>(id); });
        at.out.withdrawn.push_back(id);
    }
    store::drop_held(at.tx, incident, purpose);
}

} // namespace bot::flow
