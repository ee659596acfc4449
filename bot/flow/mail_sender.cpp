#include "bot/flow/mail_sender.hpp"

#include "bot/flow/mail_token.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/visibility.hpp"
#include "store/incidents.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

/// "[SC-2026-000012] …" → the number; "" when the subject names none.
std::string number_in_subject(std::string_view subject)
{
    const auto opens = subject.find('[');
    const auto closes = subject.find(']', opens == std::string_view::npos ? 0 : opens);
    if (opens == std::string_view::npos || closes == std::string_view::npos)
        return {};
    return std::string(subject.substr(opens + 1, closes - opens - 1));
}

/// What the tokens of a mail point to: an incident's number ("" for none), and whether they were made for this address.
struct pointer {
    std::string number{};
    bool fits = false;
    bool ours = false; ///< it carries a token of ours, made for whomever
};

pointer pointer_of(work& at, const inbound& event)
{
    const auto keys = keys_of(at.tx);
    pointer found;
    const auto look = [&](std::string_view token, auto verified) {
        if (found.fits)
            return;
        if (const auto number = verified(token)) {
            found = {*number, true, true};
        } else if (const auto claimed = mail_keys::claimed_number(token); claimed && !found.ours) {
            found = {*claimed, false, true};
        }
    };
    for (const auto& tag : event.mail->tags)
        look(tag, [&](std::string_view token) { return keys.number_in_tag(token, event.from.address); });
    for (const auto& id : event.mail->thread_ids)
        look(id, [&](std::string_view token) { return keys.number_in_message_id(token, event.from.address); });
    return found;
}

bool is_party(work& at, const case_file& about, store::contact_id who)
{
    const auto parties = store::parties(at.tx, about.row.id);
    return std::ranges::find(parties, who) != parties.end();
}

bool may_see(work& at, const case_file& about, const mail_sender& who, const store::contact& self)
{
    if (who.person != nullptr)
        return incident::may_see(about.state, {who.person->id, "", who.person->name}, roles_now(at, who.person->id, about.row.unit), "") || is_party(at, about, self.id);
    return is_party(at, about, self.id);
}

/// Another address of the vendor that wrote to the incident: their words belong there, their commands do not.
bool same_vendor(work& at, const case_file& about, const config::vendor_entry& vendor)
{
    for (const auto id : store::parties(at.tx, about.row.id)) {
        const auto* party = at.contact(id);
        if (party != nullptr && at.know.who.vendor_by_email(party->address) == &vendor)
            return true;
    }
    return false;
}

} // namespace

mail_sender judge_sender(work& at, const inbound& event)
{
    const auto& mail = *event.mail;
    mail_sender who;
    who.person = at.know.who.person_by_email(event.from.address);
    who.vendor = who.person == nullptr ? at.know.who.vendor_by_email(event.from.address) : nullptr;
    const auto found = pointer_of(at, event);
    if (mail.several_senders)
        who.doubt = "several_senders";
    else if (who.person == nullptr && who.vendor == nullptr)
        who.doubt = found.ours ? "token_of_another" : "unknown_sender";
    else if (mail.proof == sender_proof::fail)
        who.doubt = "authentication_failed";
    if (!who.known())
        return who;

    who.token_fits = found.fits;
    const bool proven = mail.proof == sender_proof::pass;
    const auto number = found.ours ? found.number : proven ? number_in_subject(mail.subject) : std::string();
    auto about = number.empty() ? std::nullopt : open_case(at, std::string_view(number));
    const auto& self = at.contact(event.from);
    if (about && (may_see(at, *about, who, self) || (found.ours && who.vendor != nullptr && same_vendor(at, *about, *who.vendor))))
        who.about = std::move(about);
    who.may_act = who.token_fits || proven;
    if (who.about && who.vendor != nullptr && !is_party(at, *who.about, self.id))
        who.may_act = false;
    return who;
}

} // namespace bot::flow
