#include "bot/flow/mail_intake.hpp"

#include "bot/dialog/command.hpp"
#include "bot/dialog/secrecy.hpp"
#include "bot/flow/bounces.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/files.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/letters.hpp"
#include "bot/flow/mail_header.hpp"
#include "bot/flow/mail_report.hpp"
#include "bot/flow/mail_sender.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/talk.hpp"
#include "bot/flow/unverified.hpp"
#include "bot/log.hpp"
#include "store/drafts.hpp"
#include "store/mail.hpp"

#include <algorithm>
#include <array>

namespace bot::flow {

namespace {

using namespace std::chrono_literals;
using dialog::verb;

constexpr std::array<mail_cap, 3> caps_per_sender{{{10min, 5}, {1h, 20}, {24h, 40}}};
/// Staff answer letter after letter while they classify, assign and close.
constexpr std::array<mail_cap, 3> caps_per_staff{{{10min, 20}, {1h, 40}, {24h, 120}}};
constexpr mail_cap cap_per_incident{1h, 10}; ///< staff apart
constexpr mail_cap cap_in_all{1h, 120};

bool over_the_cap(work& at, store::contact_id sender, bool staff, std::optional<store::incident_id> about)
{
    const auto reached = [&](const mail_cap& cap, std::optional<store::contact_id> who, std::optional<store::incident_id> what) {
        return store::count_mail_answers(at.tx, who, what, at.now - cap.within) >= cap.answers;
    };
    return std::ranges::any_of(staff ? caps_per_staff : caps_per_sender, [&](const mail_cap& cap) { return reached(cap, sender, std::nullopt); }) ||
           (about && !staff && reached(cap_per_incident, std::nullopt, about)) || reached(cap_in_all, std::nullopt, std::nullopt);
}

bool bears_secret_mark(const inbound& event)
{
    return dialog::bears_secret_mark(event.text) || dialog::bears_secret_mark(event.mail->subject) || dialog::bears_secret_mark(event.mail->quoted) ||
           std::ranges::any_of(event.attachments, [](const inbound_attachment& one) { return dialog::bears_secret_mark(one.name); });
}

/// "đã nhận" above a greeting, or "cập nhật: …" with all that follows.
std::optional<dialog::command> command_in(const std::string& text)
{
    auto given = dialog::parse_command(first_line_of(text));
    if (given && !given->rest.empty())
        if (auto whole = dialog::parse_command(text))
            given = std::move(whole);
    if (given && given->loose)
        return std::nullopt;
    return given;
}

bool changes_an_incident(verb what)
{
    static constexpr std::array harmless{verb::report_quick, verb::report_full, verb::menu, verb::help, verb::status, verb::english,
                                         verb::vietnamese, verb::stop, verb::start, verb::continue_draft};
    return std::ranges::find(harmless, what) == harmless.end();
}

/// What a vendor says in the thread goes to those responsible; only staff carry an incident from one state to the next.
void hear_vendor(const speaker& who, const mail_sender& sender, case_file& about, const std::optional<dialog::command>& given)
{
    if (given && sender.may_act && (given->what == verb::join || given->what == verb::unjoin || given->what == verb::details))
        return do_command(who, *given);
    add_to_report(who, about);
}

void hear_staff(const speaker& who, const mail_sender& sender, const std::optional<dialog::command>& given)
{
    if (given && changes_an_incident(given->what) && !sender.may_act)
        return reply_privately(who, {{"letter.confirm", {{"said", first_line_of(who.said)}}}});
    if (given)
        return do_command(who, *given);
    hear_person(who);
}

/// A mail that answers nothing and tells of something is a new report, whatever else is still being asked.
bool begins_anew(const speaker& who, const mail_sender& sender, const mail_facts& mail)
{
    return !sender.token_fits && !sender.about && mail.thread_ids.empty() && sounds_like_a_report(who.said);
}

void hear_known(const speaker& who, mail_sender& sender, const mail_facts& mail)
{
    const auto given = command_in(who.said);
    auto draft = open_conversation(who);
    if (draft && !given && begins_anew(who, sender, mail)) {
        store::archive_draft(who.at.tx, who.self.id, who.at.now, *who.self.conversation);
        who.self.conversation.reset();
        draft.reset();
    }
    const bool elsewhere = draft && sender.about && !draft->subject.empty() && draft->subject != sender.about->row.number;
    if (draft && !elsewhere && !(given && dialog::interrupts(*given))) {
        if (is_report_by_mail(*draft) && draft->now == dialog::phase::asking && !steers(who.said))
            return complete_by_mail(who, *draft);
        if (sender.may_act || is_report_by_mail(*draft))
            return answer_form(who, *draft);
    }
    if (given && given->what == verb::stop)
        return do_command(who, *given);
    if (sender.about && sender.vendor != nullptr)
        return hear_vendor(who, sender, *sender.about, given);
    if (sender.about || (given && sender.person != nullptr))
        return hear_staff(who, sender, given);
    report_by_mail(who, sender, mail.subject);
}

} // namespace

keeping hear_mail(work& at, const inbound& event)
{
    const auto& mail = *event.mail;
    auto& self = at.contact(event.from);
    if (mail.bounce) {
        note_bounce(at, *mail.bounce);
        store::add_mail_entry(at.tx, {std::nullopt, self.id, at.now, mail.kind, mail.subject, mail.message_id});
        return keeping::whole;
    }
    auto sender = judge_sender(at, event);
    const auto about = sender.about ? std::optional(sender.about->row.id) : std::nullopt;
    const bool secret = bears_secret_mark(event);
    store::add_mail_entry(at.tx, {about, self.id, at.now, mail.kind, secret ? "" : mail.subject, mail.message_id});
    if (secret) {
        for (const auto& file : event.attachments)
            if (!file.path.empty())
                at.out.doomed_files.push_back(file.path);
        self.conversation.reset();
        at.state_secret = true;
        log::warning("intake.state_secret", {{"contact", static_cast<std::int64_t>(self.id)}});
        if (mail.by_a_person() && sender.known() && !over_the_cap(at, self.id, sender.person != nullptr, about))
            reply_privately({at, self, self}, {{"say.secret_stopped"}});
        return keeping::fact_only;
    }
    if (!mail.by_a_person())
        return keeping::whole; // E8: entered in the thread, and that is all
    if (!event.sender_name.empty() && self.name.empty())
        self.name = event.sender_name;
    const auto files = keep_attachments(at, self, event);
    if (!sender.known()) {
        keep_unverified(at, self, event, sender.doubt, files);
        return keeping::whole;
    }
    self.last_inbound_at = at.now;
    self.blocked = false;
    if (sender.person != nullptr)
        mark_reachable(at, sender.person->id, channel_kind::email);
    note_thread(at, self, about, mail);
    if (about)
        self.last_shown = about;
    else
        self.last_shown.reset();
    at.mail = {.to = self.id, .silent = over_the_cap(at, self.id, sender.person != nullptr, about)};
    if (at.mail.silent)
        tell_of_flood(at, self, about);

    speaker who{at, self, self, event.text, files};
    who.quoted = mail.quoted;
    who.wants_receipts = !mail.no_receipts;
    hear_known(who, sender, mail);
    return keeping::whole;
}

} // namespace bot::flow
