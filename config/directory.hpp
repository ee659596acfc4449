#pragma once

#include "bot/duty/roster.hpp"
#include "bot/rules/problem.hpp"
#include "bot/rules/quiet.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

/// An information system of a unit. `criticality` is "special", "important" or "normal" (QĐ 4494 Đ2.3–2.5).
struct system_entry {
    std::string id;
    std::string name;
    std::string criticality;
};

struct unit_entry {
    std::string id;
    std::string name;
    std::string parent; ///< "" at the top
    std::string prefix; ///< of incident numbers, e.g. "SC"; inherited when absent
    std::string leadership_channel;
    std::map<std::string, std::vector<std::string>, std::less<>> roles; ///< role -> person ids, the first on duty
    std::map<std::string, bot::duty::rotation, std::less<>> duty; ///< role -> who takes turns in it; the others have none
    std::vector<system_entry> systems;
    std::string rule_overrides = "{}"; ///< JSON text, checked against the rule packs when they are there
    std::string pointer;               ///< where it stands in the file
};

struct person_entry {
    std::string id;
    std::string name;
    std::string phone; ///< digits as 84…, "" if none
    std::string email;
    std::string zalo_user_id;
    std::string language;
    std::optional<bot::rules::quiet_hours> quiet_hours{}; ///< their own, in place of the directory's
    std::string deputy{}; ///< who acts for them while they are absent, "" if nobody is named
};

struct vendor_entry {
    std::string id;
    std::string name;
    std::vector<std::string> addresses;
    std::vector<std::string> domains;
    std::vector<std::string> units;
    std::optional<bot::rules::duration> handle_within{}; ///< by contract; counts while a unit waits for them
};

/// A group chat or a mailbox that escalations are posted to.
struct channel_entry {
    std::string id;
    std::string zalo_group;
    std::string email;
};

/// Who is who: units as a tree, people, vendors, channels. Immutable once read.
class directory {
public:
    /// Reads and checks `text`: references, the tree, one leader at every unit or above it, prefixes, phones, names
    /// that are used twice. Every fault is noted; the result is usable only without faults.
    static directory parse(std::string_view text, const std::string& file, bot::rules::problems& faults);

    const std::vector<unit_entry>& units() const { return units_; }
    const std::vector<person_entry>& people() const { return people_; }
    const std::vector<vendor_entry>& vendors() const { return vendors_; }
    const std::vector<channel_entry>& channels() const { return channels_; }
    /// The person's own, else those of everybody (22:00 to 07:00 for levels 0 and 1 unless the file says otherwise).
    const bot::rules::quiet_hours& quiet_hours_of(std::string_view person_id) const;
    const std::string& file() const { return file_; }

    const unit_entry* unit(std::string_view id) const;
    const person_entry* person(std::string_view id) const;
    const person_entry* person_by_zalo(std::string_view user_id) const;
    /// Nobody when two people share the number.
    const person_entry* person_by_phone(std::string_view phone) const;
    /// Nobody when two people share the address.
    const person_entry* person_by_email(std::string_view address) const;
    /// By their address, else by its domain; null when no vendor or several have it.
    const vendor_entry* vendor_by_email(std::string_view address) const;
    const vendor_entry* vendor(std::string_view id) const;
    /// Those that serve the unit or one above it.
    std::vector<const vendor_entry*> vendors_of(std::string_view unit_id) const;
    const channel_entry* channel(std::string_view id) const;
    const channel_entry* channel_by_group(std::string_view group_id) const;
    const system_entry* system(std::string_view unit_id, std::string_view system_id) const;

    /// The unit and everything above it, itself first.
    std::vector<const unit_entry*> with_superiors(std::string_view unit_id) const;
    /// The unit and everything below it.
    std::vector<const unit_entry*> with_subordinates(std::string_view unit_id) const;
    /// Who holds `role` for the unit: its own holders, or those of the nearest unit above that has any.
    std::vector<std::string> holders(std::string_view unit_id, std::string_view role) const;
    /// The unit whose roster counts for `role` in a unit: itself or the nearest above that has turns or holders; null if none.
    const unit_entry* roster_unit(std::string_view unit_id, std::string_view role) const;
    /// Person -> deputy, of those who have one.
    const std::map<std::string, std::string, std::less<>>& deputies() const { return deputies_; }
    /// Whose deputy the person is.
    const std::vector<std::string>& deputised_by(std::string_view person_id) const;
    /// Roles the person holds in the unit or above it.
    std::vector<std::string> roles_of(std::string_view person_id, std::string_view unit_id) const;
    /// Units in which the person holds any role, each with those below it.
    std::vector<std::string> units_seen_by(std::string_view person_id) const;
    /// The nearest leadership channel at or above the unit, and the one above that; null if none.
    const channel_entry* leadership_channel(std::string_view unit_id) const;
    const channel_entry* superior_channel(std::string_view unit_id) const;
    std::string prefix_of(std::string_view unit_id) const;
    /// Systems of the unit and of the units above it.
    std::vector<const system_entry*> systems_of(std::string_view unit_id) const;

private:
    void check_references(bot::rules::problems& faults) const;
    void check_tree(bot::rules::problems& faults) const;
    void check_duty(bot::rules::problems& faults) const;

    std::string file_;
    std::vector<unit_entry> units_;
    std::vector<person_entry> people_;
    std::vector<vendor_entry> vendors_;
    std::vector<channel_entry> channels_;
    bot::rules::quiet_hours quiet_hours_;
    std::map<std::string, std::string, std::less<>> deputies_;
    std::map<std::string, std::vector<std::string>, std::less<>> deputised_by_;
};

/// Roles a unit may fill.
const std::vector<std::string>& known_roles();

/// Digits as 84…: "0912 345 678", "+84 912…" and "84912…" alike; "" when it is no Vietnamese number.
std::string normal_phone(std::string_view written);

} // namespace config
