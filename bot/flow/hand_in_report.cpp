#include "bot/flow/hand_in_report.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/duplicates.hpp"
#include "bot/flow/form_options.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/attachments.hpp"
#include "store/deadlines.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::submission;
using incident::report_fields;
using phrases = std::vector<phrase>;

std::optional<std::string> said(const submission& filled, std::string_view field)
{
    auto text = filled.text(field);
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

void read_system(const speaker& who, const std::string& unit, const submission& filled, report_fields& into)
{
    const auto key = filled.choice("affected_system");
    if (key.empty() || key == "unknown")
        return;
    if (const auto* system = who.at.know.who.system(unit, key)) {
        into.system_id = system->id;
        into.system_name = system->name;
        into.criticality = rules::criticality_named(system->criticality);
    } else {
        into.system_name = filled.label("affected_system");
    }
}

std::optional<rules::answer> answer_of(const submission& filled, std::string_view field)
{
    return rules::answer_named(filled.choice(field));
}

void read_effect(const submission& filled, report_fields& into)
{
    const auto now = filled.choice("affected_now");
    if (now.empty())
        return;
    const auto other = now == "unsure" ? rules::answer::unsure : rules::answer::no;
    into.patients_affected = now == "patients" ? rules::answer::yes : other;
    into.operations_affected = now == "operations" || now == "patients" ? rules::answer::yes : other;
}

void read_notified(const submission& filled, report_fields& into)
{
    for (const auto& recipient : filled.choices("already_notified"))
        into.already_notified.push_back({recipient, filled.text("notified_person"), filled.choices("notified_how")});
}

/// Form 1 as typed fields (QĐ 4494 Mẫu 1).
report_fields fields_of(const speaker& who, const std::string& unit, const submission& filled)
{
    report_fields read;
    read.reporter_name = said(filled, "reporter_name");
    read.reporter_address = said(filled, "reporter_address");
    read.reporter_phone = said(filled, "reporter_phone");
    read.reporter_email = said(filled, "reporter_email");
    read.description = said(filled, "description");
    read.detection_method = said(filled, "detection_method");
    read.request = said(filled, "request");
    read_system(who, unit, filled, read);
    read_effect(filled, read);
    read_notified(filled, read);
    if (const auto type = filled.choice("incident_type"); !type.empty() && type != "unknown")
        read.type = type;
    if (const auto* occurred = filled.at("occurred_at"))
        read.occurred_at = *occurred;
    else if (filled.choice("occurred_at") == "unknown")
        read.occurred_estimated = true;
    read.personal_data = answer_of(filled, "personal_data");
    if (const auto kept = answer_of(filled, "keep_confidential"))
        read.keep_confidential = *kept != rules::answer::no;
    for (const auto& file : filled.attachments)
        read.attachments.push_back({.id = file.id, .name = file.name, .kind = file.kind});
    return read;
}

std::vector<store::attachment_id> ids_of(const submission& filled)
{
    std::vector<store::attachment_id> ids;
    for (const auto& file : filled.attachments)
        ids.push_back(store::attachment_id{std::atoll(file.id.c_str())});
    return ids;
}

void remember_reporter(const speaker& who, const report_fields& fields)
{
    if (fields.reporter_name)
        who.self.name = *fields.reporter_name;
    if (fields.reporter_phone)
        who.self.phone = *fields.reporter_phone;
}

/// What the supplement need not ask: answered just now, or known of the person.
std::vector<dialog::answer> known_of(const speaker& who, const submission* filled)
{
    std::vector<dialog::answer> known;
    if (filled != nullptr)
        for (const auto& one : filled->answers)
            known.push_back(one);
    const auto* person = who.at.know.who.person(who.self.person);
    const auto add = [&](const char* field, const std::string& value) {
        if (!value.empty() && std::ranges::none_of(known, [&](const auto& one) { return one.field == field; }))
            known.push_back({field, value});
    };
    add("reporter_name", person != nullptr ? person->name : who.self.name);
    add("reporter_phone", person != nullptr && !person->phone.empty() ? "0" + person->phone.substr(2) : who.self.phone);
    add("reporter_email", person != nullptr ? person->email : "");
    return known;
}

} // namespace

void begin_report(const speaker& who, std::string_view form, const std::string& words)
{
    auto known = known_of(who, nullptr);
    if (!words.empty())
        known.push_back({"description", words});
    begin_form(who, form, nullptr, std::move(known));
}

std::vector<phrase> receipt(const speaker& who, const case_file& made)
{
    auto& at = who.at;
    const auto managers = on_duty(at, made.row.unit, "incident_manager");
    const auto rows = store::deadlines_of(at.tx, made.row.id);
    const auto acknowledgment = std::ranges::find(rows, "A-ACK", &store::deadline_row::rule_id);
    const auto responsible = managers.empty() ? phrases{{"notice.receipt_nobody"}} : phrases{{"card.name", {{"name", name_of_person(at, managers.front())}}}};
    const auto due = acknowledgment != rows.end() && acknowledgment->due ? phrases{messages::moment(*acknowledgment->due, at.now)} : phrases{};
    return {{"notice.receipt", {{"number", made.row.number}, {"short", short_number(made)}, {"by", responsible}, {"due", due}}}};
}

case_file open_report(const speaker& who, const submission& filled)
{
    const auto unit = filled.choice("unit").empty() ? usual_unit(who) : filled.choice("unit");
    incident::reported content{.unit = unit, .drill = in_drill(who), .report = fields_of(who, unit, filled)};
    content.report.reporter_contact = contact_key(who.self);
    content.report.notified_at = who.at.now;
    if (!content.report.reporter_name && !actor_of(who).name.empty())
        content.report.reporter_name = actor_of(who).name;
    remember_reporter(who, content.report);
    auto made = open_incident(who.at, std::move(content), actor_of(who), who.self);
    store::assign_attachments(who.at.tx, ids_of(filled), made.row.id);
    who.self.last_shown = made.row.id;
    return made;
}

void file_report(const speaker& who, const submission& filled, phrases before)
{
    auto made = open_report(who, filled);
    const auto said_back = receipt(who, made);
    before.insert(before.end(), said_back.begin(), said_back.end());
    if (const auto same = likely_same(who.at, made))
        before.push_back({"say.maybe_same", {{"number", same->row.number}, {"title", same->row.title}, {"short", short_number(*same)}}});
    if (filled.form != "quick_report")
        return reply_privately(who, before);
    before.push_back({"notice.receipt_more"});
    begin_form(who, "supplement", &made, known_of(who, &filled), before);
}

incident::supplement supplement_of(const speaker& who, const case_file& about, const submission& filled)
{
    auto fields = fields_of(who, about.row.unit, filled);
    remember_reporter(who, fields);
    store::assign_attachments(who.at.tx, ids_of(filled), about.row.id);
    return {std::move(fields), ""};
}

void supplement(const speaker& who, case_file& about, const submission& filled)
{
    try_command(who, about, supplement_of(who, about, filled), {{"say.supplemented", {{"number", about.row.number}}}});
}

} // namespace bot::flow
