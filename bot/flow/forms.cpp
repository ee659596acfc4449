#include "bot/flow/forms.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/form_options.hpp"
#include "bot/flow/hand_in.hpp"
#include "bot/flow/letters.hpp"
#include "bot/flow/lists.hpp"
#include "bot/flow/post.hpp"
#include "bot/log.hpp"
#include "store/attachments.hpp"
#include "store/drafts.hpp"
#include "store/inbox.hpp"

namespace bot::flow {

namespace {

using dialog::conversation;
using dialog::turn;
using dialog::turn_event;

void keep(const speaker& who, const std::optional<conversation>& draft)
{
    if (draft)
        who.self.conversation = dialog::to_json(*draft);
    else
        who.self.conversation.reset();
}

/// A form that is interrupted by another is not lost: it waits with the expired ones.
void put_aside(const speaker& who)
{
    if (who.self.conversation)
        store::archive_draft(who.at.tx, who.self.id, who.at.now, *who.self.conversation);
    who.self.conversation.reset();
}

void forget_files(const speaker& who, const conversation& draft)
{
    for (const auto& file : draft.attachments)
        store::attachment_refused(who.at.tx, store::attachment_id{std::atoll(file.id.c_str())}, "state_secret");
    for (const auto id : who.files)
        store::attachment_refused(who.at.tx, id, "state_secret");
}

std::optional<case_file> subject_of(const speaker& who, const conversation& draft)
{
    return draft.subject.empty() ? std::nullopt : open_case(who.at, std::string_view(draft.subject));
}

/// What is asked about a drill's incident, or on the way to one, bears the banner.
void mark_drill(const speaker& who, std::string_view form, const case_file* about)
{
    const bool report = form == "quick_report" || form == "full_report";
    who.at.of_a_drill = about != nullptr ? about->row.drill : report && in_drill(who);
}

std::vector<dialog::attachment> files_of(const speaker& who)
{
    std::vector<dialog::attachment> files;
    for (const auto id : who.files)
        if (const auto stored = store::find_attachment(who.at.tx, id))
            files.push_back({.id = std::to_string(static_cast<std::int64_t>(id)), .kind = stored->kind, .name = stored->name});
    return files;
}

/// A letter asks for everything at once, so a turn that asks one question asks all of them.
std::vector<phrase> worded(const speaker& who, const turn& made)
{
    const bool asks = made.next && (made.next->now == dialog::phase::asking || made.next->now == dialog::phase::reviewing);
    if (!by_mail(who) || !asks)
        return made.say;
    const auto about = subject_of(who, *made.next);
    const letter_read nothing{{.draft = *made.next, .taken = {}, .refused = {}}, ""};
    return letter_lines(who.at.know.form(made.next->form), nothing, form_context(who, about ? &*about : nullptr, &*made.next));
}

/// What a turn entails beyond the words it says; `before` stands above them.
void carry_on(const speaker& who, const turn& made, const conversation* draft, std::vector<phrase> before = {})
{
    keep(who, made.next);
    if (made.event == turn_event::to_english || made.event == turn_event::to_vietnamese)
        who.self.language = made.event == turn_event::to_english ? "en" : "vi";
    if (made.event == turn_event::stopped_secret) {
        if (draft != nullptr)
            forget_files(who, *draft);
        who.at.state_secret = true;
        log::warning("intake.state_secret", {{"contact", static_cast<std::int64_t>(who.self.id)}});
    }
    const auto said = worded(who, made);
    before.insert(before.end(), said.begin(), said.end());
    if (!made.done) {
        reply_privately(who, before);
        return;
    }
    who.self.menu.clear();
    hand_in(who, *made.done, before);
}

/// A letter answers many questions at once; one without any label answers the open question, or is a word of navigation.
void answer_by_letter(const speaker& who, const conversation& draft, const dialog::form& what, const dialog::context& around)
{
    const auto read = read_letter(who, what, draft, around);
    if (read.filled.stopped_secret) {
        turn stopped{.next = std::nullopt, .say = {{"say.secret_stopped"}}, .done = std::nullopt, .event = turn_event::stopped_secret};
        return carry_on(who, stopped, &draft);
    }
    if (read.filled.taken.empty() && read.filled.refused.empty()) {
        const auto text = steers(who.said) ? first_line_of(who.said) : who.said;
        return carry_on(who, dialog::step(what, draft, {text, files_of(who)}, around), &draft);
    }
    if (!is_complete(what, read.filled.draft, around) || !read.filled.refused.empty()) {
        keep(who, read.filled.draft);
        return reply_privately(who, letter_lines(what, read, around));
    }
    keep(who, std::nullopt);
    auto filled = dialog::submission_so_far(what, read.filled.draft, around);
    for (auto& file : files_of(who))
        filled.attachments.push_back(std::move(file));
    hand_in(who, filled, {});
}

} // namespace

std::optional<conversation> open_conversation(const speaker& who)
{
    if (!who.self.conversation)
        return std::nullopt;
    auto draft = dialog::from_json(*who.self.conversation);
    if (!draft) {
        log::error("conversation.unreadable", {{"contact", static_cast<std::int64_t>(who.self.id)}});
        who.self.conversation.reset();
        return std::nullopt;
    }
    return std::move(*draft);
}

bool is_asked(const speaker& who)
{
    const auto draft = open_conversation(who);
    return draft && draft->now != dialog::phase::asleep;
}

void begin_form(const speaker& who, std::string_view form, const case_file* about, std::vector<dialog::answer> known, std::vector<phrase> before)
{
    put_aside(who);
    who.self.menu.clear();
    if (about != nullptr)
        who.self.last_shown = about->row.id;
    mark_drill(who, form, about);
    conversation opening; // its first question may depend on what is known beforehand
    opening.form = form;
    opening.answers = known;
    const auto around = form_context(who, about, &opening);
    const auto made = dialog::start(who.at.know.form(form), around, about == nullptr ? "" : about->row.number, std::move(known));
    carry_on(who, made, nullptr, std::move(before));
}

void answer_form(const speaker& who, const conversation& draft)
{
    const auto about = subject_of(who, draft);
    mark_drill(who, draft.form, about ? &*about : nullptr);
    const auto around = form_context(who, about ? &*about : nullptr, &draft);
    if (by_mail(who))
        return answer_by_letter(who, draft, who.at.know.form(draft.form), around);
    const auto made = dialog::step(who.at.know.form(draft.form), draft, {who.said, files_of(who)}, around);
    carry_on(who, made, &draft);
}

std::vector<phrase> open_question(const speaker& who)
{
    const auto draft = open_conversation(who);
    if (!draft || draft->now == dialog::phase::asleep)
        return {};
    const auto about = subject_of(who, *draft);
    return dialog::prompt(who.at.know.form(draft->form), *draft, form_context(who, about ? &*about : nullptr, &*draft));
}

bool resume_form(const speaker& who)
{
    auto draft = open_conversation(who);
    if (!draft) {
        const auto archived = store::restore_draft(who.at.tx, who.self.id);
        auto restored = archived ? dialog::from_json(*archived) : bot::fail(errc::not_found, "no draft");
        if (!restored)
            return false;
        draft = std::move(*restored);
    }
    const auto about = subject_of(who, *draft);
    mark_drill(who, draft->form, about ? &*about : nullptr);
    draft->touched = who.at.now;
    const auto made = dialog::resume(who.at.know.form(draft->form), *draft, form_context(who, about ? &*about : nullptr, &*draft));
    carry_on(who, made, &*draft);
    return true;
}

dialog::context form_context(const speaker& who, const case_file* about, const conversation* draft)
{
    dialog::context around;
    around.now = who.at.now;
    around.facts = form_facts(who, about, draft);
    around.options = [&who, about, draft](std::string_view source) { return form_options(who, about, draft, source); };
    return around;
}

} // namespace bot::flow
