#include "bot/flow/cards.hpp"

#include "bot/dialog/masking.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/history.hpp"
#include "bot/incident/obligations.hpp"
#include "bot/incident/time_used.hpp"
#include "bot/text.hpp"
#include "messages/when.hpp"
#include "store/deadlines.hpp"
#include "store/events.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

constexpr std::size_t typed_characters_max = 500;
constexpr std::size_t history_lines = 8;

std::vector<phrase> one(phrase what)
{
    return {std::move(what)};
}

std::vector<phrase> system_phrase(const incident::incident& state)
{
    const auto label = incident::system_label(state);
    if (label.empty())
        return one({"card.system_unknown"});
    if (!state.report.criticality)
        return one({"card.system_free", {{"system", shown(label)}}});
    return one({"card.system", {{"system", label}, {"criticality", one({"criticality." + std::string(rules::name_of(*state.report.criticality))})}}});
}

std::vector<phrase> owner_phrase(const incident::incident& state)
{
    if (state.handler)
        return one({"card.owner", {{"name", state.handler->name}}});
    if (const auto acknowledged = state.last.find("acknowledged"); acknowledged != state.last.end() && !state.unattended_since)
        return one({"card.owner", {{"name", acknowledged->second.by.name}}});
    return one({"card.owner_none"});
}

std::vector<phrase> reporter_phrase(const incident::incident& state)
{
    if (state.report.keep_confidential.value_or(false))
        return one({"card.reporter_hidden"});
    const auto name = state.report.reporter_name.value_or(state.reported_by.name);
    return name.empty() ? one({"card.reporter_unnamed"}) : one({"card.name", {{"name", name}}});
}

std::string unit_name(const work& at, const case_file& about)
{
    const auto* unit = at.know.who.unit(about.row.unit);
    return unit == nullptr ? about.row.unit : unit->name;
}

/// Duties to authorities have lines of their own.
bool is_inside_the_unit(work& at, const case_file& about, const std::string& rule_id)
{
    const auto placed = rules_of(at, about).find(rule_id);
    return placed && placed->rule->authority.empty();
}

} // namespace

std::string shown(const std::string& typed)
{
    return shorten(dialog::mask_patient_identifiers(typed), typed_characters_max);
}

std::string short_number(const case_file& about)
{
    return std::to_string(about.row.seq);
}

phrase level_phrase(std::optional<int> level)
{
    if (!level)
        return {"level.none"};
    return {"level.shown", {{"level", std::int64_t{*level}}, {"name", one({"level." + std::to_string(*level)})}}};
}

phrase type_phrase(const std::string& type)
{
    return type.empty() ? phrase{"type.none"} : phrase{"type." + type};
}

std::vector<phrase> first_clock(work& at, const case_file& about)
{
    const auto next = store::next_deadline(at.tx, about.row.id);
    if (!next || !next->due)
        return {};
    return one({"card.clock", {{"what", one({"rule." + next->rule_id})}, {"due", one(messages::due(*next->due, at.now))}}});
}

std::vector<phrase> card(work& at, const case_file& about)
{
    const auto& state = about.state;
    std::vector<phrase> lines;
    lines.push_back({"card.head",
                     {{"number", about.row.number}, {"unit", unit_name(at, about)}, {"status", one({"status." + std::string(name_of(state.state))})}}});
    lines.push_back({"card.about", {{"system", system_phrase(state)}}});
    lines.push_back({"card.description", {{"text", shown(state.report.description.value_or(""))}}});
    const auto affected = state.report.patients_affected;
    if (affected)
        lines.push_back({"card.patients." + std::string(rules::name_of(*affected))});
    lines.push_back({"card.reported", {{"at", one(messages::moment(about.row.received_at, at.now))}, {"by", reporter_phrase(state)}}});
    return lines;
}

std::vector<phrase> full_card(work& at, const case_file& about)
{
    auto lines = card(at, about);
    lines.push_back({"card.level_type", {{"level", one(level_phrase(about.row.level))}, {"type", one(type_phrase(about.row.type))}}});
    lines.push_back({"card.owner_line", {{"owner", owner_phrase(about.state)}}});
    for (const auto& row : store::deadlines_of(at.tx, about.row.id))
        if (row.state == store::deadline_state::running && row.due && is_inside_the_unit(at, about, row.rule_id))
            lines.push_back({"card.clock", {{"what", one({"rule." + row.rule_id})}, {"due", one(messages::due(*row.due, at.now))}}});
    for (const auto& track : incident::obligations(about.state, rules_of(at, about), at.now))
        if (track.state != incident::obligation_state::not_applicable)
            lines.push_back({"card.duty", {{"what", one({track.title})}, {"state", one({"status.duty." + std::string(incident::name_of(track.state))})}}});
    const auto split = time_lines(at, about);
    lines.insert(lines.end(), split.begin(), split.end());
    auto events = store::load_events(at.tx, about.row.id);
    if (events.size() > history_lines)
        events.erase(events.begin(), events.end() - history_lines);
    if (!events.empty())
        lines.push_back({"card.history"});
    for (const auto& row : events) {
        const auto event = incident::from_json(row.payload);
        if (!event)
            continue;
        auto line = in_words(incident::describe(*event), at.now);
        for (auto& [name, value] : line.args)
            if (auto* text = std::get_if<std::string>(&value))
                *text = shorten(dialog::mask_patient_identifiers(*text), 120);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<phrase> time_lines(const work& at, const case_file& about)
{
    const auto split = incident::time_used_by(about.state, at.now);
    if (split.waits.empty())
        return {};
    const auto worded = [](rules::duration length) { return one(messages::length(length)); };
    std::vector<phrase> lines{{"proof.time_used", {{"length", worded(split.total)}}}, {"proof.time_unit", {{"length", worded(split.unit)}}}};
    for (const auto& wait : split.waits)
        lines.push_back(wait.vendor.empty() ? phrase{"proof.time_waiting", {{"length", worded(wait.length)}}}
                                            : phrase{"proof.time_vendor", {{"vendor", wait.name}, {"length", worded(wait.length)}}});
    return lines;
}

std::vector<phrase> group_card(work& at, const case_file& about, phrase asked)
{
    std::vector<phrase> lines{std::move(asked)};
    lines.push_back({"group.head", {{"number", about.row.number}, {"unit", unit_name(at, about)}}});
    lines.push_back({"card.about", {{"system", system_phrase(about.state)}}});
    lines.push_back({"card.level_type", {{"level", one(level_phrase(about.row.level))}, {"type", one(type_phrase(about.row.type))}}});
    const auto clock = first_clock(at, about);
    lines.insert(lines.end(), clock.begin(), clock.end());
    lines.push_back({"card.owner_line", {{"owner", owner_phrase(about.state)}}});
    return lines;
}

phrase list_line(const work& at, const store::incident_row& row, std::optional<rules::instant> due)
{
    const auto clock = due ? one(messages::due(*due, at.now)) : std::vector<phrase>{};
    const auto status = one({"status." + row.status});
    if (clock.empty())
        return {"list.line", {{"number", row.number}, {"status", status}, {"level", one(level_phrase(row.level))}, {"title", row.title}}};
    return {"list.line_due",
            {{"number", row.number}, {"status", status}, {"level", one(level_phrase(row.level))}, {"title", row.title}, {"due", clock}}};
}

} // namespace bot::flow
