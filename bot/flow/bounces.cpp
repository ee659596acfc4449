#include "bot/flow/bounces.hpp"

#include "bot/flow/case_file.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/mail_token.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/roster.hpp"
#include "bot/log.hpp"
#include "store/deliveries.hpp"

namespace bot::flow {

namespace {

constexpr auto mail_channel = static_cast<store::channel_number>(channel_kind::email);

std::optional<store::delivery> bounced_message(work& at, const mail_bounce& what)
{
    if (auto found = store::find_delivery(at.tx, mail_channel, what.original_message_id); found && !what.original_message_id.empty())
        return found;
    if (const auto prefix = mail_keys::message_id_prefix(what.tag))
        return store::find_delivery_by_prefix(at.tx, mail_channel, *prefix);
    return std::nullopt;
}

} // namespace

void note_bounce(work& at, const mail_bounce& what)
{
    const auto sent = bounced_message(at, what);
    if (!sent) {
        log::warning("mail.bounce_of_nothing", {{"recipient", what.recipient}, {"status", what.status}});
        return;
    }
    store::log_attempt(at.tx, {sent->id, at.now, sent->channel, (what.permanent ? "bounced " : "delayed ") + what.status});
    if (!what.permanent)
        return;
    auto& to = at.contact({channel_kind::email, sent->address});
    const bool news = !to.blocked;
    to.blocked = true;
    if (!sent->person.empty())
        mark_unreachable(at, sent->person, channel_kind::email, "bounced");
    log::warning("mail.bounced", {{"contact", static_cast<std::int64_t>(to.id)}, {"status", what.status}});
    const auto message = as_outbound(*sent);
    const bool told = tell_again(at, message, sent->text);
    const auto about = sent->incident ? open_case(at, *sent->incident) : std::nullopt;
    if (about && about->row.open && !told && !sent->person.empty()) {
        tell_leaders_unreached(at, *about, sent->person);
        if (sent->purpose == "chain" && about->state.unattended_since)
            hurry_chain(at, about->row.id);
    }
    if (!news)
        return;
    const auto unit = about ? about->row.unit : at.know.who.units().front().id;
    const auto name = sent->person.empty() ? (to.name.empty() ? to.address : to.name) : name_of_person(at, sent->person);
    phrase news_of_it{about ? "letter.bounced_about" : "letter.bounced", {{"name", name}, {"address", to.address}}};
    if (about)
        news_of_it.args.emplace("number", about->row.number);
    for (const auto& head : on_duty(at, unit, "it_head"))
        if (head != sent->person)
            tell(at, head, {news_of_it}, {.incident = sent->incident, .purpose = "bounced"});
}

} // namespace bot::flow
