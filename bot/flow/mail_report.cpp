#include "bot/flow/mail_report.hpp"

#include "bot/flow/commands.hpp"
#include "bot/flow/form_options.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/hand_in_report.hpp"
#include "bot/flow/letters.hpp"
#include "bot/flow/talk.hpp"
#include "bot/log.hpp"
#include "store/attachments.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr std::string_view report_form = "full_report";

std::optional<case_file> subject_of(const speaker& who, const dialog::conversation& draft)
{
    return draft.subject.empty() ? std::nullopt : open_case(who.at, std::string_view(draft.subject));
}

void know_beforehand(dialog::conversation& draft, const dialog::form& form, std::string_view field, const std::string& value)
{
    if (!value.empty() && form.find(field) != nullptr && draft.find(field) == nullptr)
        draft.answers.push_back({.field = std::string(field), .what = value, .known = true});
}

/// The unit, where only one can be meant: the vendor's only customer, or the reporter's own.
void know_unit(const speaker& who, const mail_sender& sender, dialog::conversation& draft)
{
    if (draft.find("unit") != nullptr)
        return;
    const auto key = sender.vendor != nullptr && sender.vendor->units.size() == 1 ? sender.vendor->units.front() : sender.vendor == nullptr ? usual_unit(who) : "";
    if (const auto* unit = who.at.know.who.unit(key))
        draft.answers.push_back({.field = "unit", .what = dialog::chosen{unit->id, unit->name}, .known = true});
}

void stop_for_secrecy(const speaker& who)
{
    who.self.conversation.reset();
    for (const auto id : who.files)
        if (const auto file = store::find_attachment(who.at.tx, id); file && !file->path.empty())
            who.at.out.doomed_files.push_back(file->path);
    who.at.state_secret = true;
    log::warning("intake.state_secret", {{"contact", static_cast<std::int64_t>(who.self.id)}});
    reply_privately(who, {{"say.secret_stopped"}});
}

void append(phrases& lines, phrases more)
{
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void keep(const speaker& who, const dialog::conversation& draft, bool complete)
{
    if (complete)
        who.self.conversation.reset();
    else
        who.self.conversation = dialog::to_json(draft);
}

dialog::submission with_files(const speaker& who, dialog::submission filled)
{
    for (const auto id : who.files)
        if (const auto file = store::find_attachment(who.at.tx, id))
            filled.attachments.push_back({.id = std::to_string(static_cast<std::int64_t>(id)), .kind = file->kind, .name = file->name});
    return filled;
}

/// Opens the incident as soon as it is clear what happened and where, and answers with the number and what is missing.
void open_or_ask(const speaker& who, const dialog::form& form, letter_read read, const dialog::context& around)
{
    auto& draft = read.filled.draft;
    if (draft.find("unit") == nullptr || draft.find("description") == nullptr) {
        keep(who, draft, false);
        phrases lines{{"letter.not_yet"}};
        append(lines, letter_lines(form, read, around));
        return reply_privately(who, lines);
    }
    const auto made = open_report(who, with_files(who, dialog::submission_so_far(form, draft, around)));
    draft.subject = made.row.number;
    const bool complete = is_complete(form, draft, around) && read.filled.refused.empty();
    keep(who, draft, complete);
    if (complete && !who.wants_receipts)
        return;
    auto lines = receipt(who, made);
    append(lines, letter_lines(form, read, around));
    if (complete)
        lines.push_back({"letter.complete"});
    reply_privately(who, lines);
}

void describe(letter_read& read, const std::string& subject)
{
    auto& draft = read.filled.draft;
    if (draft.find("description") == nullptr && sounds_like_a_report(read.words))
        draft.answers.push_back({.field = "description", .what = subject.empty() ? read.words : subject + "\n" + read.words});
}

} // namespace

bool is_report_by_mail(const dialog::conversation& draft)
{
    return draft.form == report_form;
}

void report_by_mail(const speaker& who, const mail_sender& sender, const std::string& subject)
{
    const auto& form = who.at.know.form(report_form);
    dialog::conversation draft{.form = form.id, .version = form.version, .subject = {}, .cursor = {}, .created = who.at.now, .touched = who.at.now, .answers = {}, .attachments = {}, .pending = {}};
    know_unit(who, sender, draft);
    const auto around = form_context(who, nullptr, &draft);
    auto read = read_letter(who, form, draft, around);
    if (read.filled.stopped_secret)
        return stop_for_secrecy(who);
    describe(read, subject);
    know_beforehand(read.filled.draft, form, "reporter_name", sender.name());
    know_beforehand(read.filled.draft, form, "reporter_email", who.self.address);
    open_or_ask(who, form, std::move(read), around);
}

void complete_by_mail(const speaker& who, const dialog::conversation& draft)
{
    auto about = subject_of(who, draft);
    const auto& form = who.at.know.form(report_form);
    const auto around = form_context(who, about ? &*about : nullptr, &draft);
    auto read = read_letter(who, form, draft, around);
    if (read.filled.stopped_secret)
        return stop_for_secrecy(who);
    if (!about) {
        describe(read, "");
        return open_or_ask(who, form, std::move(read), around);
    }
    const bool nothing_new = read.filled.taken.empty() && read.filled.refused.empty();
    if (nothing_new)
        return add_to_report(who, *about);
    const bool complete = is_complete(form, read.filled.draft, around) && read.filled.refused.empty();
    keep(who, read.filled.draft, complete);
    phrases lines;
    if (!read.filled.taken.empty()) {
        const auto filled = with_files(who, dialog::submission_so_far(form, read.filled.draft, around));
        const auto carried = carry_out(who.at, *about, supplement_of(who, *about, filled), actor_of(who));
        lines.push_back(carried ? phrase{"say.supplemented", {{"number", about->row.number}}} : carried.error());
    }
    if (complete && !who.wants_receipts)
        return;
    append(lines, complete ? phrases{{"letter.complete"}} : letter_lines(form, read, around));
    reply_privately(who, lines);
}

} // namespace bot::flow
