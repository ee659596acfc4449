#include "bot/flow/hand_in.hpp"

#include "bot/flow/absence.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/duplicates.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/hand_in_level.hpp"
#include "bot/flow/hand_in_report.hpp"
#include "bot/flow/pausing.hpp"
#include "bot/flow/reach.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/snooze.hpp"
#include "messages/when.hpp"
#include "store/absences.hpp"
#include "store/attachments.hpp"

#include <algorithm>
#include <map>

namespace bot::flow {

namespace {

using dialog::submission;
using phrases = std::vector<phrase>;

phrase about_number(const case_file& about, std::string key)
{
    return {std::move(key), {{"number", about.row.number}}};
}

/// "bác sĩ A; công ty B\nphòng C" as a list.
std::vector<std::string> listed(const std::string& written)
{
    std::vector<std::string> all;
    std::string one;
    for (const char c : written + "\n") {
        if (c != '\n' && c != ';') {
            one += c;
            continue;
        }
        const auto first = one.find_first_not_of(" \t-");
        if (first != std::string::npos)
            all.push_back(one.substr(first, one.find_last_not_of(" \t") - first + 1));
        one.clear();
    }
    return all;
}

bool has(const std::vector<std::string>& all, std::string_view one)
{
    return std::ranges::find(all, one) != all.end();
}

using on_incident = void (*)(const speaker&, case_file&, const submission&);

void assign(const speaker& who, case_file& about, const submission& filled)
{
    const auto person = filled.choice("handler");
    // An option's label may say more than the name: that the person is away.
    const incident::actor handler{person, "", person.empty() ? filled.label("handler") : name_of_person(who.at, person)};
    const auto* finish = filled.at("finish");
    phrases done{{"say.assigned", {{"number", about.row.number}, {"name", handler.name}}}};
    if (auto warning = reach_warning(who.at, person))
        done.push_back(std::move(*warning));
    if (!try_command(who, about, incident::assign{handler, filled.text("note")}, done) ||
        finish == nullptr)
        return;
    (void)carry_out(who.at, about, incident::promise_finish{*finish}, actor_of(who));
}

void log_entry(const speaker& who, case_file& about, const submission& filled)
{
    incident::log_action entry{.action = filled.text("action")};
    std::vector<store::attachment_id> files;
    for (const auto& file : filled.attachments) {
        entry.attachments.push_back(file.id);
        files.push_back(store::attachment_id{std::atoll(file.id.c_str())});
    }
    store::assign_attachments(who.at.tx, files, about.row.id);
    try_command(who, about, entry, {about_number(about, "say.logged")});
}

void decide(const speaker& who, case_file& about, const submission& filled)
{
    const auto choices = filled.choices("decision");
    incident::leader_decide command;
    command.decision.plan = filled.text("plan");
    command.decision.experts = filled.text("experts");
    command.decision.beyond_unit = has(choices, "experts") || has(choices, "superior");
    if (const auto level = filled.choice("level"); !level.empty())
        command.level = std::atoi(level.c_str());
    command.level_reason = filled.text("level_reason");
    try_command(who, about, command, {about_number(about, "say.decided")});
}

void resolve(const speaker& who, case_file& about, const submission& filled)
{
    incident::resolved outcome{.result = filled.text("result"), .cause = filled.text("cause")};
    const auto* handled = filled.at("handled_at");
    outcome.handled_at = handled == nullptr ? who.at.now : *handled;
    outcome.participants = listed(filled.text("participants"));
    try_command(who, about, incident::resolve{std::move(outcome)}, {about_number(about, "say.resolved")});
}

void summarise(const speaker& who, case_file& about, const submission& filled)
{
    incident::summarised summary;
    summary.measures = filled.text("measures");
    summary.result = filled.text("result");
    summary.cause = filled.text("cause");
    summary.system_function = filled.text("system_function");
    summary.system_services = filled.text("system_services");
    summary.weaknesses_and_fix = filled.text("weaknesses_and_fix");
    summary.risk_review = filled.text("risk_review");
    try_command(who, about, incident::summarise{std::move(summary)}, {about_number(about, "say.summarised")});
}

void link_duplicate(const speaker& who, case_file& about, const submission& filled)
{
    if (auto main = incident_meant(who, filled.text("into")))
        link_cases(who, about, *main, filled.text("reason"));
}

void decide_lowering(const speaker& who, case_file& about, const submission& filled)
{
    if (filled.choice("decision") == "approve")
        try_command(who, about, incident::approve_lowering{}, {about_number(about, "say.lowering_approved")});
    else
        try_command(who, about, incident::refuse_lowering{filled.text("reason")}, {about_number(about, "say.lowering_refused")});
}

std::optional<rules::instant> time_of(const submission& filled, std::string_view field)
{
    const auto* at = filled.at(field);
    return at == nullptr ? std::nullopt : std::optional{*at};
}

const std::map<std::string, on_incident, std::less<>>& about_incident()
{
    static const std::map<std::string, on_incident, std::less<>> table{
        {"supplement", supplement},
        {"classify", propose_level},
        {"confirm_level", confirm_level},
        {"reclassify",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::reclassify{std::atoi(filled.choice("level").c_str()), filled.text("reason")},
                         {about_number(about, "say.reclassified")});
         }},
        {"lower_level", decide_lowering},
        {"assign", assign},
        {"expected_finish",
         [](const speaker& who, case_file& about, const submission& filled) {
             if (const auto finish = time_of(filled, "finish"))
                 try_command(who, about, incident::promise_finish{*finish},
                             {{"say.promised", {{"number", about.row.number}, {"at", phrases{messages::moment(*finish, who.at.now)}}}}});
         }},
        {"log_entry", log_entry},
        {"unable",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::declare_unable{filled.text("reason"), filled.text("needs")}, {about_number(about, "say.unable")});
         }},
        {"leader_decision", decide},
        {"resolve", resolve},
        {"summary", summarise},
        {"return_back",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::return_summary{filled.text("reason")}, {about_number(about, "say.summary_returned")});
         }},
        {"dismiss",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::dismiss{filled.text("reason")}, {about_number(about, "say.dismissed")});
         }},
        {"link_duplicate", link_duplicate},
        {"pause",
         [](const speaker& who, case_file& about, const submission& filled) {
             pause_for(who, about, filled.text("reason"), who.at.know.who.vendor(filled.choice("waiting_for")));
         }},
        {"snooze",
         [](const speaker& who, case_file& about, const submission& filled) {
             if (const auto until = time_of(filled, "until"))
                 snooze_until(who, about, *until, filled.text("reason"));
         }},
        {"move_unit",
         [](const speaker& who, case_file& about, const submission& filled) {
             const auto* unit = who.at.know.who.unit(filled.choice("unit"));
             try_command(who, about, incident::move_unit{filled.choice("unit"), filled.text("reason")},
                         {{"say.moved", {{"number", about.row.number}, {"unit", unit == nullptr ? std::string{} : unit->name}}}});
         }},
        {"reopen",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::reopen{filled.text("reason")}, {about_number(about, "say.reopened")});
         }},
        {"escalate",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::lapse{true, filled.text("reason")}, {about_number(about, "say.passed_up")});
         }},
        {"park",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::park{filled.text("note")}, {about_number(about, "say.parked")});
         }},
        {"close",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::close{filled.text("note"), filled.text("analysis")}, {about_number(about, "say.closed")});
         }},
        {"sent_ministry",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::send_to_ministry{time_of(filled, "sent_at"), filled.text("proof")}, {about_number(about, "say.sent_ministry")});
         }},
        {"duty_sent",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::send_duty{filled.choice("duty"), time_of(filled, "sent_at"), filled.text("to"), filled.text("proof")},
                         {about_number(about, "say.duty_sent")});
         }},
        {"duty_confirmed",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::confirm_duty{filled.choice("duty"), time_of(filled, "confirmed_at"), filled.text("proof")},
                         {about_number(about, "say.duty_confirmed")});
         }},
        {"waive",
         [](const speaker& who, case_file& about, const submission& filled) {
             try_command(who, about, incident::waive_duty{filled.choice("duty"), filled.text("reason")}, {about_number(about, "say.waived")});
         }},
    };
    return table;
}

void be_absent(const speaker& who, const submission& filled)
{
    if (const auto until = time_of(filled, "until"))
        set_absent(who, who.at.now, *until);
}

} // namespace

const std::vector<std::string_view>& forms_needed()
{
    static const std::vector<std::string_view> all = [] {
        std::vector<std::string_view> ids{"quick_report", "full_report", "absent"};
        for (const auto& [id, unused] : about_incident())
            ids.push_back(id);
        return ids;
    }();
    return all;
}

void hand_in(const speaker& who, const submission& filled, std::vector<phrase> before)
{
    if (filled.form == "quick_report" || filled.form == "full_report")
        return file_report(who, filled, std::move(before));
    if (filled.form == "absent")
        return be_absent(who, filled);
    const auto found = about_incident().find(filled.form);
    if (found == about_incident().end())
        return; // a draft of a form that a newer version no longer has
    if (auto about = open_case(who.at, std::string_view(filled.subject))) {
        if (!before.empty())
            reply_privately(who, before);
        found->second(who, *about, filled);
    }
}

} // namespace bot::flow
