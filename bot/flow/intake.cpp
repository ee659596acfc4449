#include "bot/flow/intake.hpp"

#include "bot/dialog/secrecy.hpp"
#include "bot/flow/delivery.hpp"
#include "bot/flow/erasure.hpp"
#include "bot/flow/files.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/linking.hpp"
#include "bot/flow/lists.hpp"
#include "bot/flow/mail_intake.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/reach.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/talk.hpp"
#include "bot/log.hpp"
#include "store/held_notes.hpp"
#include "store/inbox.hpp"
#include "store/mail.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

bool bears_secret_mark(const inbound& event)
{
    return dialog::bears_secret_mark(event.text) ||
           std::ranges::any_of(event.attachments, [](const inbound_attachment& one) { return dialog::bears_secret_mark(one.name); });
}

/// The person did something: the window is open again, and their channel works.
void note_interaction(work& at, store::contact& self)
{
    self.last_inbound_at = at.now;
    self.blocked = false;
    heard_from(at, self);
}

/// What waits for the person, shown when they come back through a window that had closed.
void welcome_back(const speaker& who)
{
    if (const auto held = store::take_held(who.at.tx, who.self.person); !held.empty()) {
        std::vector<phrase> lines{{"digest.held"}};
        for (const auto& note : held)
            lines.push_back({"digest.held_note", {{"text", note.text}}});
        reply_privately(who, lines);
    }
    store::incident_filter open;
    open.units = who.at.know.who.units_seen_by(who.self.person);
    if (!open.units->empty() && store::count_incidents(who.at.tx, open) > 0)
        show_list(who, dialog::verb::list_open);
}

keeping hear(work& at, const inbound& event)
{
    auto& chat_row = at.contact(event.from);
    auto& self = event.from.channel == channel_kind::zalo_group ? at.contact({channel_kind::zalo, event.sender}) : chat_row;
    const bool window_was_shut = self.last_inbound_at && at.now - *self.last_inbound_at > free_window;
    note_interaction(at, self);
    if (!event.sender_name.empty() && self.name.empty())
        self.name = event.sender_name;
    if (bears_secret_mark(event)) {
        const speaker who{at, self, self};
        self.conversation.reset();
        at.state_secret = true;
        reply_privately(who, {{"say.secret_stopped"}});
        log::warning("intake.state_secret", {{"contact", static_cast<std::int64_t>(self.id)}});
        return keeping::fact_only;
    }
    const speaker who{at, chat_row, self, event.text, keep_attachments(at, self, event)};
    if (who.in_group()) {
        hear_group(who);
        return keeping::whole;
    }
    const bool had_form = self.conversation.has_value();
    hear_person(who);
    if (window_was_shut && !had_form)
        welcome_back(who);
    return keeping::whole;
}

void follow(work& at, const inbound& event)
{
    auto& self = at.contact(event.from);
    note_interaction(at, self);
    const speaker who{at, self, self};
    show_main_menu(who);
    if (self.person.empty())
        reply_privately(who, {{"say.link_if_staff"}});
}

keeping act_on(work& at, const inbound& event)
{
    if (event.mail)
        return hear_mail(at, event);
    switch (event.kind) {
    case inbound_kind::message: return hear(at, event);
    case inbound_kind::followed: follow(at, event); break;
    case inbound_kind::unfollowed:
        at.contact(event.from).blocked = true;
        channel_closed(at, at.contact(event.from), "blocked");
        break;
    case inbound_kind::shared_phone: {
        auto& self = at.contact(event.from);
        note_interaction(at, self);
        link_by_phone({at, self, self}, event.phone);
        break;
    }
    case inbound_kind::withdrew: erase_person(at, at.contact(event.from)); return keeping::fact_only;
    case inbound_kind::delivered:
    case inbound_kind::seen: note_receipts(at, event); break;
    case inbound_kind::ignored: break;
    }
    return keeping::whole;
}

} // namespace

bool receive(store::transaction& tx, const knowledge& know, const inbound& event, rules::instant now, handover& left)
{
    if (event.mail && !event.mail->account.empty()) // a repeated mail, too, has been read
        store::save_mail_position(tx, event.mail->account, event.mail->folder, {event.mail->uidvalidity, event.mail->settled_uid});
    if (!store::note_inbound(tx, event.dedup_key, now))
        return false;
    work at(tx, know, now, left);
    const auto keep = act_on(at, event);
    const auto& from = at.contact(event.from);
    if (at.state_secret) {
        // What led up to the stop may have named it already: the words a report was opened with came before the gate.
        erase_raw_log(at, from.id);
        store::append_raw_fact(tx, from.channel, from.id, now, "state_secret");
    } else if (keep == keeping::whole)
        store::append_raw(tx, from.channel, from.id, now, event.raw);
    else
        store::append_raw_fact(tx, from.channel, from.id, now, "withdrawn");
    at.flush();
    return true;
}

} // namespace bot::flow
