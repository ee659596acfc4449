#include "bot/flow/form_options.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/side_notes.hpp"
#include "bot/incident/obligations.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::dynamic_option;

/// Units somebody may report about: those with nothing below them, and those the person works in.
std::vector<dynamic_option> units(const speaker& who)
{
    const auto& all = who.at.know.who;
    std::vector<dynamic_option> options;
    for (const auto& unit : all.units()) {
        const bool leaf = all.with_subordinates(unit.id).size() == 1;
        const bool own = !who.self.person.empty() && std::ranges::any_of(unit.roles, [&](const auto& role) {
            return std::ranges::find(role.second, who.self.person) != role.second.end();
        });
        if (leaf || own)
            options.push_back({unit.id, unit.name});
    }
    return options;
}

std::vector<dynamic_option> systems(const speaker& who, const std::string& unit)
{
    std::vector<dynamic_option> options;
    for (const auto* system : who.at.know.who.systems_of(unit))
        options.push_back({system->id, system->name});
    return options;
}

std::vector<dynamic_option> handlers(const speaker& who, const std::string& unit)
{
    auto people = on_duty(who.at, unit, "handler");
    if (!who.self.person.empty() && std::ranges::find(people, who.self.person) == people.end())
        people.push_back(who.self.person);
    std::vector<dynamic_option> options;
    for (const auto& person : people)
        options.push_back({person, name_of_person(who.at, person)});
    // Somebody who is away can be given an incident all the same: their deputy sees to it meanwhile.
    const std::string& language = who.self.language.empty() ? who.at.know.policy.language : who.self.language;
    for (const auto& person : who.at.know.who.holders(unit, "handler"))
        if (const auto deputy = acts_for(who.at, person); !deputy.empty()) {
            const phrase label{"duty.away_option", {{"name", name_of_person(who.at, person)}, {"deputy", name_of_person(who.at, deputy)}}};
            options.push_back({person, who.at.know.texts.text(language, label)});
        }
    return options;
}

/// Units the incident could be handed over to.
std::vector<dynamic_option> other_units(const speaker& who, const case_file& about)
{
    std::vector<dynamic_option> options;
    for (const auto& unit : who.at.know.who.units())
        if (unit.id != about.row.unit)
            options.push_back({unit.id, unit.name});
    return options;
}

std::vector<dynamic_option> vendors(const speaker& who, const case_file& about)
{
    std::vector<dynamic_option> options;
    for (const auto* vendor : who.at.know.who.vendors_of(about.row.unit))
        options.push_back({vendor->id, vendor->name});
    return options;
}

/// Duties to authorities that still ask for something.
std::vector<dynamic_option> duties(const speaker& who, const case_file& about)
{
    std::vector<dynamic_option> options;
    const std::string& language = who.self.language.empty() ? who.at.know.policy.language : who.self.language;
    for (const auto& track : incident::obligations(about.state, rules_of(who.at, about), who.at.now))
        if (track.state != incident::obligation_state::not_applicable && track.state != incident::obligation_state::confirmed &&
            track.state != incident::obligation_state::waived)
            options.push_back({track.rule_id, who.at.know.texts.text(language, {track.title})});
    return options;
}

std::string unit_of(const speaker& who, const case_file* about, const dialog::conversation* draft)
{
    if (about != nullptr)
        return about->row.unit;
    if (draft != nullptr)
        if (const auto* given = draft->find("unit"))
            if (const auto* chosen = std::get_if<dialog::chosen>(&given->what))
                return chosen->key;
    return usual_unit(who);
}

} // namespace

std::string usual_unit(const speaker& who)
{
    const auto options = units(who);
    return options.size() == 1 ? options.front().key : "";
}

std::map<std::string, std::string, std::less<>> form_facts(const speaker& who, const case_file* about, const dialog::conversation* draft)
{
    std::map<std::string, std::string, std::less<>> facts;
    if (about != nullptr) {
        facts["number"] = about->row.number;
        facts["status"] = about->row.status;
        if (!who.at.know.who.vendors_of(about->row.unit).empty())
            facts["has_vendors"] = "yes";
        if (about->state.level)
            facts["level"] = std::to_string(*about->state.level);
        if (const auto proposed = note_of(who.self, "proposed_level"); !proposed.empty())
            facts["proposed_level"] = proposed;
    }
    // A report that began with the person's own words asks for nothing more before it has its number.
    if (draft != nullptr && draft->form == "quick_report")
        if (const auto* description = draft->find("description"); description != nullptr && description->known)
            facts["one_message"] = "yes";
    const auto managers = on_duty(who.at, unit_of(who, about, draft), "incident_manager");
    if (!managers.empty())
        facts["secret_contact"] = name_of_person(who.at, managers.front());
    return facts;
}

std::vector<dynamic_option> form_options(const speaker& who, const case_file* about, const dialog::conversation* draft, std::string_view source)
{
    if (source == "units")
        return units(who);
    if (source == "systems")
        return systems(who, unit_of(who, about, draft));
    if (source == "handlers")
        return handlers(who, unit_of(who, about, draft));
    if (source == "other_units" && about != nullptr)
        return other_units(who, *about);
    if (source == "vendors" && about != nullptr)
        return vendors(who, *about);
    if (source == "duties" && about != nullptr)
        return duties(who, *about);
    return {};
}

} // namespace bot::flow
