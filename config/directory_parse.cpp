#include "bot/rules/json_reader.hpp"
#include "config/directory.hpp"
#include "config/duty_entry.hpp"
#include "config/quiet_hours.hpp"

#include <algorithm>
#include <set>

namespace config {

namespace {

using bot::rules::json_reader;
using bot::rules::problems;
using nlohmann::json;

system_entry read_system(const json& value, const std::string& pointer, const std::string& file, problems& faults)
{
    json_reader entry(value, file, pointer, faults);
    system_entry read{entry.text("id"), entry.text("name"), ""};
    entry.require("criticality");
    read.criticality = entry.optional_choice("criticality", {"special", "important", "normal"}).value_or("special");
    entry.finish();
    return read;
}

void read_roles(json_reader& entry, const json& value, unit_entry& into)
{
    const auto& allowed = known_roles();
    if (!value.is_object()) {
        entry.fault("roles", "must be an object of role: [person ids]");
        return;
    }
    json_reader roles(value, entry.file(), entry.pointer_of("roles"), entry.faults());
    for (const auto& role : allowed)
        if (roles.find(role) != nullptr)
            into.roles[role] = roles.texts(role);
    roles.finish();
}

unit_entry read_unit(const json& value, const std::string& pointer, const std::string& file, problems& faults)
{
    json_reader entry(value, file, pointer, faults);
    unit_entry read;
    read.pointer = pointer;
    read.id = entry.text("id");
    read.name = entry.text("name");
    read.parent = entry.optional_text("parent").value_or("");
    read.prefix = entry.optional_text("prefix").value_or("");
    if (!std::ranges::all_of(read.prefix, [](char c) { return c >= 'A' && c <= 'Z'; }) || read.prefix.size() > 8)
        entry.fault("prefix", "must be one to eight capital letters A-Z, as in SC-2026-000012");
    read.leadership_channel = entry.optional_text("leadership_channel").value_or("");
    if (const json* roles = entry.find("roles"))
        read_roles(entry, *roles, read);
    if (const json* duty = entry.find("duty"))
        read.duty = read_duty(*duty, entry.pointer_of("duty"), file, faults);
    entry.each("systems", [&](const json& one, const std::string& at) { read.systems.push_back(read_system(one, at, file, faults)); });
    if (const json* overrides = entry.find("rule_overrides"))
        read.rule_overrides = overrides->dump();
    entry.finish();
    return read;
}

/// Mail addresses are compared in lower case; nobody tells two people apart by the case of theirs.
std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::vector<std::string> lower(std::vector<std::string> texts)
{
    for (auto& one : texts)
        one = lower(std::move(one));
    return texts;
}

person_entry read_person(const json& value, const std::string& pointer, const std::string& file, problems& faults)
{
    json_reader entry(value, file, pointer, faults);
    person_entry read;
    read.id = entry.text("id");
    read.name = entry.text("name");
    const auto phone = entry.optional_text("phone").value_or("");
    read.phone = normal_phone(phone);
    if (!phone.empty() && read.phone.empty())
        entry.fault("phone", "\"" + phone + "\" is no Vietnamese number: write 0912345678 or +84912345678");
    read.email = lower(entry.optional_text("email").value_or(""));
    if (!read.email.empty() && (read.email.find('@') == std::string::npos || read.email.find(' ') != std::string::npos))
        entry.fault("email", "\"" + read.email + "\" is no mail address");
    read.zalo_user_id = entry.optional_text("zalo_user_id").value_or("");
    read.language = entry.optional_choice("language", {"vi", "en"}).value_or("");
    read.deputy = entry.optional_text("deputy").value_or("");
    read.quiet_hours = read_quiet_hours(entry);
    entry.finish();
    return read;
}

vendor_entry read_vendor(const json& value, const std::string& pointer, const std::string& file, problems& faults)
{
    json_reader entry(value, file, pointer, faults);
    vendor_entry read{entry.text("id"), entry.text("name"), lower(entry.texts("addresses")), lower(entry.texts("domains")), entry.texts("units")};
    if (const json* contract = entry.find("contract")) {
        json_reader terms(*contract, file, entry.pointer_of("contract"), faults);
        terms.require("handle_within");
        read.handle_within = bot::rules::parse_duration(terms.optional_text("handle_within").value_or("PT1H"));
        if (!read.handle_within || read.handle_within->count() == 0)
            terms.fault("handle_within", "must be an ISO 8601 duration such as \"PT8H\" or \"P2D\"");
        terms.finish();
    }
    entry.finish();
    return read;
}

channel_entry read_channel(const json& value, const std::string& pointer, const std::string& file, problems& faults)
{
    json_reader entry(value, file, pointer, faults);
    channel_entry read{entry.text("id"), entry.optional_text("zalo_group").value_or(""), lower(entry.optional_text("email").value_or(""))};
    if (read.zalo_group.empty() && read.email.empty())
        entry.fault("", R"(needs "zalo_group" or "email")");
    entry.finish();
    return read;
}

/// Notes each value under `pick` that an earlier entry of the list already has.
template <class Entry, class Pick>
void note_repeats(const std::vector<Entry>& all, const std::string& list, const std::string& what, Pick pick, const std::string& file,
                  problems& faults)
{
    std::set<std::string> met;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string& value = pick(all[i]);
        if (!value.empty() && !met.insert(value).second)
            faults.push_back({file, "/" + list + "/" + std::to_string(i) + "/" + what, "\"" + value + "\" is used twice"});
    }
}

} // namespace

void directory::check_references(problems& faults) const
{
    const auto note = [&](const std::string& pointer, const std::string& what) { faults.push_back({file_, pointer, what}); };
    for (const auto& one : units_) {
        if (!one.parent.empty() && unit(one.parent) == nullptr)
            note(one.pointer + "/parent", "there is no unit \"" + one.parent + "\"");
        if (!one.leadership_channel.empty() && channel(one.leadership_channel) == nullptr)
            note(one.pointer + "/leadership_channel", "there is no channel \"" + one.leadership_channel + "\"");
        for (const auto& [role, holders] : one.roles)
            for (std::size_t i = 0; i < holders.size(); ++i)
                if (person(holders[i]) == nullptr)
                    note(one.pointer + "/roles/" + role + "/" + std::to_string(i), "there is no person \"" + holders[i] + "\"");
        note_repeats(one.systems, one.pointer.substr(1) + "/systems", "id", [](const auto& s) -> const std::string& { return s.id; }, file_, faults);
    }
    for (std::size_t i = 0; i < vendors_.size(); ++i)
        for (std::size_t k = 0; k < vendors_[i].units.size(); ++k)
            if (unit(vendors_[i].units[k]) == nullptr)
                note("/vendors/" + std::to_string(i) + "/units/" + std::to_string(k), "there is no unit \"" + vendors_[i].units[k] + "\"");
}

void directory::check_tree(problems& faults) const
{
    for (const auto& one : units_) {
        const auto line = with_superiors(one.id);
        if (!line.empty() && !line.back()->parent.empty() && unit(line.back()->parent) != nullptr) {
            faults.push_back({file_, one.pointer + "/parent", "the units above it form a ring"});
            continue;
        }
        // The head of a unit is answerable by law, so every unit must lead to a named one (regulation notes, 3f).
        for (const std::string role : {"leader", "incident_manager"})
            if (holders(one.id, role).empty())
                faults.push_back({file_, one.pointer + "/roles", "nobody is " + role + " here or in a unit above"});
    }
}

void directory::check_duty(problems& faults) const
{
    for (const auto& one : units_)
        for (const auto& [role, turns] : one.duty) {
            const auto may = holders(one.id, role);
            for (std::size_t i = 0; i < turns.people.size(); ++i) {
                const auto& id = turns.people[i];
                const auto pointer = one.pointer + "/duty/" + role + "/rotation/" + std::to_string(i);
                if (person(id) == nullptr)
                    faults.push_back({file_, pointer, "there is no person \"" + id + "\""});
                else if (std::ranges::find(may, id) == may.end())
                    faults.push_back({file_, pointer, "\"" + id + "\" is not " + role + " here: add them to \"roles\""});
            }
        }
    for (std::size_t i = 0; i < people_.size(); ++i) {
        const auto& one = people_[i];
        if (one.deputy.empty())
            continue;
        const auto pointer = "/people/" + std::to_string(i) + "/deputy";
        if (person(one.deputy) == nullptr)
            faults.push_back({file_, pointer, "there is no person \"" + one.deputy + "\""});
        std::set<std::string_view> met{one.id};
        for (auto next = deputies_.find(one.id); next != deputies_.end(); next = deputies_.find(next->second)) {
            if (next->second == one.id) {
                faults.push_back({file_, pointer, "the deputies form a ring"});
                break;
            }
            if (!met.insert(next->second).second)
                break; // a ring further on, noted where its people stand
        }
    }
}

directory directory::parse(std::string_view text, const std::string& file, problems& faults)
{
    directory read;
    read.file_ = file;
    const auto document = bot::rules::read_document(text, file, faults);
    if (!document)
        return read;
    json_reader top(*document, file, "", faults);
    top.require("units");
    top.require("people");
    top.each("units", [&](const json& one, const std::string& at) { read.units_.push_back(read_unit(one, at, file, faults)); });
    top.each("people", [&](const json& one, const std::string& at) { read.people_.push_back(read_person(one, at, file, faults)); });
    top.each("vendors", [&](const json& one, const std::string& at) { read.vendors_.push_back(read_vendor(one, at, file, faults)); });
    top.each("channels", [&](const json& one, const std::string& at) { read.channels_.push_back(read_channel(one, at, file, faults)); });
    read.quiet_hours_ = read_quiet_hours(top).value_or(bot::rules::quiet_hours{});
    top.finish();

    const auto id = [](const auto& entry) -> const std::string& { return entry.id; };
    note_repeats(read.units_, "units", "id", id, file, faults);
    note_repeats(read.people_, "people", "id", id, file, faults);
    note_repeats(read.vendors_, "vendors", "id", id, file, faults);
    note_repeats(read.channels_, "channels", "id", id, file, faults);
    note_repeats(read.people_, "people", "zalo_user_id", [](const person_entry& p) -> const std::string& { return p.zalo_user_id; }, file, faults);
    for (const auto& one : read.people_)
        if (!one.deputy.empty() && read.deputies_.emplace(one.id, one.deputy).second)
            read.deputised_by_[one.deputy].push_back(one.id);
    read.check_references(faults);
    read.check_tree(faults);
    read.check_duty(faults);
    return read;
}

} // namespace config
