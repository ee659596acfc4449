#include "bot/flow/hand_in_level.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/rules/classify.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::submission;
using phrases = std::vector<phrase>;

/// Between the two forms the answers wait with the chat, as a conversation that is over.
constexpr std::string_view assessment_note = "assessment";
constexpr std::string_view proposed_note = "proposed_level";

std::optional<int> score(const submission& filled, std::string_view field)
{
    const auto key = filled.choice(field);
    return key.empty() || key == "unknown" ? std::nullopt : std::optional{std::atoi(key.c_str())};
}

incident::signs signs_of(const submission& filled)
{
    const auto chosen = filled.choices("signs");
    const auto has = [&](std::string_view sign) { return std::ranges::find(chosen, sign) != chosen.end(); };
    incident::signs read;
    read.national_security = has("national_security");
    read.public_order = has("public_order");
    read.severe_disruption = has("severe_disruption");
    read.admin_takeover = has("admin_takeover");
    read.ransomware = has("ransomware");
    read.health_data_leak = has("health_data_leak");
    read.personal_data = rules::answer_named(filled.choice("personal_data"));
    if (const auto special = rules::answer_named(filled.choice("location_or_biometric")))
        read.location_or_biometric = *special != rules::answer::no;
    return read;
}

incident::classified decision_of(const speaker& who, const case_file& about, const submission& filled)
{
    incident::classified read;
    read.type = filled.choice("type");
    read.operation_effect = score(filled, "operation_effect");
    read.data_effect = score(filled, "data_effect");
    read.unit_social_impact = score(filled, "impact");
    read.notice = signs_of(filled);
    const auto* system = who.at.know.who.system(about.row.unit, filled.choice("system"));
    read.criticality = rules::criticality_named(system != nullptr ? system->criticality : filled.choice("criticality"));
    return read;
}

rules::proposal proposal_of(const speaker& who, const case_file& about, const incident::classified& read)
{
    rules::assessment asked;
    asked.system = read.criticality.value_or(rules::criticality::special);
    asked.operation = read.operation_effect;
    asked.data = read.data_effect;
    asked.impact = read.unit_social_impact;
    asked.signs = incident::to_notice_signs(read.notice);
    return rules::propose(rules_of(who.at, about), asked);
}

/// The level and what it rests on; an inference or a default is never called law.
phrases explained(const rules::proposal& proposal)
{
    phrases lines{{"say.proposal", {{"level", phrases{level_phrase(proposal.level)}}}}};
    for (const auto& row : proposal.because)
        lines.push_back(row.basis == rules::basis::law ? phrase{"say.because_law", {{"article", row.article}}} : phrase{"say.because_default", {{"row", row.id}}});
    if (proposal.consider_level)
        lines.push_back({"say.consider_level", {{"level", phrases{level_phrase(*proposal.consider_level)}}}});
    return lines;
}

/// The system named at the classification replaces what the reporter said.
void correct_system(const speaker& who, case_file& about, const submission& filled)
{
    const auto key = filled.choice("system");
    const auto* system = who.at.know.who.system(about.row.unit, key);
    if (key.empty() || key == about.state.report.system_id.value_or("") || (system == nullptr && filled.label("system").empty()))
        return;
    incident::report_fields fields;
    fields.system_id = system != nullptr ? system->id : "";
    fields.system_name = system != nullptr ? system->name : filled.label("system");
    (void)carry_out(who.at, about, incident::supplement{std::move(fields), ""}, actor_of(who));
}

} // namespace

void begin_classification(const speaker& who, case_file& about, phrases before)
{
    const auto& report = about.state.report;
    std::vector<dialog::answer> known;
    if (const auto* system = who.at.know.who.system(about.row.unit, report.system_id.value_or("")))
        known.push_back({"system", dialog::chosen{system->id, system->name}});
    if (report.type)
        known.push_back({"type", dialog::chosen{*report.type, ""}});
    if (report.personal_data)
        known.push_back({"personal_data", dialog::chosen{std::string(rules::name_of(*report.personal_data)), ""}});
    begin_form(who, "classify", &about, std::move(known), std::move(before));
}

void propose_level(const speaker& who, case_file& about, const submission& filled)
{
    const auto proposal = proposal_of(who, about, decision_of(who, about, filled));
    dialog::conversation kept;
    kept.form = filled.form;
    kept.subject = filled.subject;
    kept.answers = filled.answers;
    set_note(who.self, assessment_note, dialog::to_json(kept));
    set_note(who.self, proposed_note, std::to_string(proposal.level));
    begin_form(who, "confirm_level", &about, {}, explained(proposal));
}

void confirm_level(const speaker& who, case_file& about, const submission& filled)
{
    const auto kept = dialog::from_json(note_of(who.self, assessment_note));
    if (!kept || kept->subject != about.row.number)
        return begin_classification(who, about);
    submission assessed;
    assessed.form = kept->form;
    assessed.subject = kept->subject;
    assessed.answers = kept->answers;
    auto decision = decision_of(who, about, assessed);
    const auto changed = filled.choice("level");
    decision.level = changed.empty() ? proposal_of(who, about, decision).level : std::atoi(changed.c_str());
    decision.reason = filled.text("reason");
    set_note(who.self, assessment_note, "");
    set_note(who.self, proposed_note, "");
    correct_system(who, about, assessed);
    if (const auto carried = carry_out(who.at, about, incident::classify{decision}, actor_of(who)); !carried)
        return reply(who, {carried.error()});
    const phrase done{"say.classified", {{"number", about.row.number}, {"level", phrases{level_phrase(about.row.level)}}}};
    const auto clock = first_clock(who.at, about);
    phrases said{done};
    said.insert(said.end(), clock.begin(), clock.end());
    if (decision.level > 0)
        return begin_form(who, "assign", &about, {}, said);
    const auto lines = offer(who.self, {about.row.id, {dialog::verb::park, dialog::verb::assign, dialog::verb::details}}, short_number(about));
    said.insert(said.end(), lines.begin(), lines.end());
    reply(who, said);
}

} // namespace bot::flow
