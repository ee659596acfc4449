#include "config/directory.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace config {

namespace {

template <class Entry>
const Entry* find_id(const std::vector<Entry>& all, std::string_view id)
{
    const auto found = std::ranges::find(all, id, &Entry::id);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

const std::vector<std::string>& known_roles()
{
    static const std::vector<std::string> roles{"incident_manager", "handler",       "it_head", "leader",
                                                "administrator",    "data_protection_officer", "system_owner"};
    return roles;
}

std::string normal_phone(std::string_view written)
{
    std::string digits;
    for (const char c : written) {
        if (std::isdigit(static_cast<unsigned char>(c)) != 0)
            digits += c;
        else if (std::string_view(" .-()+").find(c) == std::string_view::npos)
            return "";
    }
    if (digits.starts_with("0"))
        digits.replace(0, 1, "84");
    return digits.starts_with("84") && digits.size() >= 11 && digits.size() <= 12 ? digits : "";
}

const unit_entry* directory::unit(std::string_view id) const
{
    return find_id(units_, id);
}

const person_entry* directory::person(std::string_view id) const
{
    return find_id(people_, id);
}

const bot::rules::quiet_hours& directory::quiet_hours_of(std::string_view person_id) const
{
    const auto* entry = person(person_id);
    return entry != nullptr && entry->quiet_hours ? *entry->quiet_hours : quiet_hours_;
}

const person_entry* directory::person_by_zalo(std::string_view user_id) const
{
    const auto found = std::ranges::find(people_, user_id, &person_entry::zalo_user_id);
    return user_id.empty() || found == people_.end() ? nullptr : &*found;
}

const person_entry* directory::person_by_phone(std::string_view phone) const
{
    if (phone.empty() || std::ranges::count(people_, phone, &person_entry::phone) != 1)
        return nullptr;
    return &*std::ranges::find(people_, phone, &person_entry::phone);
}

const person_entry* directory::person_by_email(std::string_view address) const
{
    if (address.empty() || std::ranges::count(people_, address, &person_entry::email) != 1)
        return nullptr;
    return &*std::ranges::find(people_, address, &person_entry::email);
}

const vendor_entry* directory::vendor_by_email(std::string_view address) const
{
    const auto only = [this](const auto& has) -> const vendor_entry* {
        const vendor_entry* found = nullptr;
        for (const auto& one : vendors_)
            if (has(one)) {
                if (found != nullptr)
                    return nullptr;
                found = &one;
            }
        return found;
    };
    const auto domain = address.substr(std::min(address.size(), address.rfind('@') + 1));
    if (domain.empty() || domain.size() == address.size())
        return nullptr;
    if (const auto* exact = only([&](const vendor_entry& one) { return std::ranges::find(one.addresses, address) != one.addresses.end(); }))
        return exact;
    return only([&](const vendor_entry& one) { return std::ranges::find(one.domains, domain) != one.domains.end(); });
}

const vendor_entry* directory::vendor(std::string_view id) const
{
    return find_id(vendors_, id);
}

std::vector<const vendor_entry*> directory::vendors_of(std::string_view unit_id) const
{
    const auto line = with_superiors(unit_id);
    std::vector<const vendor_entry*> found;
    for (const auto& one : vendors_)
        if (std::ranges::any_of(line, [&](const unit_entry* unit) { return std::ranges::find(one.units, unit->id) != one.units.end(); }))
            found.push_back(&one);
    return found;
}

const channel_entry* directory::channel(std::string_view id) const
{
    return find_id(channels_, id);
}

const channel_entry* directory::channel_by_group(std::string_view group_id) const
{
    const auto found = std::ranges::find(channels_, group_id, &channel_entry::zalo_group);
    return group_id.empty() || found == channels_.end() ? nullptr : &*found;
}

const system_entry* directory::system(std::string_view unit_id, std::string_view system_id) const
{
    for (const auto* entry : systems_of(unit_id))
        if (entry->id == system_id)
            return entry;
    return nullptr;
}

std::vector<const unit_entry*> directory::with_superiors(std::string_view unit_id) const
{
    std::vector<const unit_entry*> line;
    for (const auto* at = unit(unit_id); at != nullptr; at = at->parent.empty() ? nullptr : unit(at->parent)) {
        if (std::ranges::find(line, at) != line.end())
            break; // a ring; `check_tree` reports it
        line.push_back(at);
    }
    return line;
}

std::vector<const unit_entry*> directory::with_subordinates(std::string_view unit_id) const
{
    std::vector<const unit_entry*> below;
    for (const auto& one : units_) {
        const auto line = with_superiors(one.id);
        if (std::ranges::any_of(line, [&](const unit_entry* above) { return above->id == unit_id; }))
            below.push_back(&one);
    }
    return below;
}

std::vector<std::string> directory::holders(std::string_view unit_id, std::string_view role) const
{
    for (const auto* at : with_superiors(unit_id)) {
        const auto found = at->roles.find(role);
        if (found != at->roles.end() && !found->second.empty())
            return found->second;
    }
    return {};
}

const unit_entry* directory::roster_unit(std::string_view unit_id, std::string_view role) const
{
    for (const auto* at : with_superiors(unit_id)) {
        const auto found = at->roles.find(role);
        if (at->duty.contains(role) || (found != at->roles.end() && !found->second.empty()))
            return at;
    }
    return nullptr;
}

const std::vector<std::string>& directory::deputised_by(std::string_view person_id) const
{
    static const std::vector<std::string> nobody;
    const auto found = deputised_by_.find(person_id);
    return found == deputised_by_.end() ? nobody : found->second;
}

std::vector<std::string> directory::roles_of(std::string_view person_id, std::string_view unit_id) const
{
    std::vector<std::string> held;
    for (const auto* at : with_superiors(unit_id))
        for (const auto& [role, people] : at->roles)
            if (std::ranges::find(people, person_id) != people.end() && std::ranges::find(held, role) == held.end())
                held.push_back(role);
    return held;
}

std::vector<std::string> directory::units_seen_by(std::string_view person_id) const
{
    std::vector<std::string> seen;
    for (const auto& one : units_)
        if (!roles_of(person_id, one.id).empty())
            seen.push_back(one.id);
    return seen;
}

const channel_entry* directory::leadership_channel(std::string_view unit_id) const
{
    for (const auto* at : with_superiors(unit_id))
        if (!at->leadership_channel.empty())
            return channel(at->leadership_channel);
    return nullptr;
}

const channel_entry* directory::superior_channel(std::string_view unit_id) const
{
    const auto* own = leadership_channel(unit_id);
    for (const auto* at : with_superiors(unit_id)) {
        const auto* candidate = at->leadership_channel.empty() ? nullptr : channel(at->leadership_channel);
        if (candidate != nullptr && candidate != own)
            return candidate;
    }
    return nullptr;
}

std::string directory::prefix_of(std::string_view unit_id) const
{
    for (const auto* at : with_superiors(unit_id))
        if (!at->prefix.empty())
            return at->prefix;
    return "SC";
}

std::vector<const system_entry*> directory::systems_of(std::string_view unit_id) const
{
    std::vector<const system_entry*> all;
    for (const auto* at : with_superiors(unit_id))
        for (const auto& one : at->systems)
            all.push_back(&one);
    return all;
}

} // namespace config
