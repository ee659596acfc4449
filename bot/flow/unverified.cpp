#include "bot/flow/unverified.hpp"

#include "bot/dialog/masking.hpp"
#include "bot/flow/hand_in_report.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/log.hpp"
#include "bot/text.hpp"
#include "store/mail.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using state_kind = store::unverified_mail::state_kind;

constexpr std::size_t shown_characters = 600;
constexpr std::chrono::hours flood_told_every{1};

/// Nobody can say which unit a stranger means: the lowest unit that has an incident manager of its own, the first in the directory.
std::string unit_for_strangers(const work& at)
{
    const auto& all = at.know.who;
    for (const auto& unit : all.units())
        if (all.with_subordinates(unit.id).size() == 1 && unit.roles.contains("incident_manager"))
            return unit.id;
    return all.units().front().id;
}

void tell_manager(work& at, const std::string& unit, const phrases& what, const std::string& purpose)
{
    const auto managers = on_duty(at, unit, "incident_manager");
    if (managers.empty() || !tell(at, managers.front(), what, {.purpose = purpose}))
        log::warning("mail.nobody_to_tell", {{"unit", unit}});
}

std::optional<store::unverified_mail> meant(const speaker& who, const std::string& number)
{
    std::int64_t id = 0;
    std::from_chars(number.data(), number.data() + number.size(), id);
    auto found = store::find_unverified_mail(who.at.tx, id);
    const auto roles = found ? roles_now(who.at, who.self.person, found->unit) : std::vector<std::string>{};
    const bool may = std::ranges::any_of(roles, [](const std::string& role) { return role == "incident_manager" || role == "it_head" || role == "leader"; });
    if (!found || !may) {
        reply_privately(who, {{"letter.no_such_mail", {{"number", number}}}});
        return std::nullopt;
    }
    if (found->state != state_kind::open) {
        reply_privately(who, {{"letter.decided_before", {{"number", number}}}});
        return std::nullopt;
    }
    return found;
}

} // namespace

void keep_unverified(work& at, store::contact& from, const inbound& event, const std::string& doubt, const std::vector<store::attachment_id>& files)
{
    store::unverified_mail kept{.contact = from.id, .at = at.now, .unit = unit_for_strangers(at), .why = doubt, .subject = event.mail->subject, .text = event.text, .attachments = files};
    const auto id = store::add_unverified_mail(at.tx, kept);
    log::info("mail.unverified", {{"id", id}, {"why", doubt}});
    const auto shown = dialog::mask_patient_identifiers(shorten(event.text, shown_characters));
    tell_manager(at, kept.unit,
                 {{"letter.unverified", {{"address", from.address}, {"why", phrases{{"letter.doubt." + doubt}}}, {"subject", shorten(event.mail->subject, 120)}, {"text", shown}, {"number", id}}}},
                 "unverified");
}

void accept_mail(const speaker& who, const std::string& number)
{
    auto kept = meant(who, number);
    if (!kept)
        return;
    store::decide_unverified_mail(who.at.tx, kept->id, state_kind::accepted);
    auto& from = *who.at.contact(kept->contact);
    speaker reporter{who.at, from, from};
    dialog::submission filled{.form = "full_report", .subject = {}, .answers = {}, .attachments = {}};
    const auto* unit = who.at.know.who.unit(kept->unit);
    filled.answers.push_back({.field = "unit", .what = dialog::chosen{unit->id, unit->name}});
    filled.answers.push_back({.field = "description", .what = shorten(kept->subject, 200) + "\n" + kept->text});
    filled.answers.push_back({.field = "reporter_email", .what = from.address});
    for (const auto id : kept->attachments)
        filled.attachments.push_back({.id = std::to_string(static_cast<std::int64_t>(id))});
    const auto made = open_report(reporter, filled);
    who.self.last_shown = made.row.id;
    reply_privately(who, {{"letter.accepted", {{"number", made.row.number}, {"address", from.address}}}});
}

void discard_mail(const speaker& who, const std::string& number)
{
    const auto kept = meant(who, number);
    if (!kept)
        return;
    store::decide_unverified_mail(who.at.tx, kept->id, state_kind::discarded);
    reply_privately(who, {{"letter.discarded", {{"number", number}}}});
}

void tell_of_flood(work& at, store::contact& sender, std::optional<store::incident_id> about)
{
    const auto last = rules::instant{rules::duration{number_of(sender, "flood_ms")}};
    if (at.now - last < flood_told_every)
        return;
    set_note(sender, "flood_ms", std::to_string(at.now.time_since_epoch().count()));
    log::warning("mail.flood", {{"contact", static_cast<std::int64_t>(sender.id)}});
    const auto row = about ? store::find_incident(at.tx, *about) : std::nullopt;
    tell_manager(at, row ? row->unit : unit_for_strangers(at), {{"letter.flood", {{"address", sender.address}}}}, "flood");
}

} // namespace bot::flow
