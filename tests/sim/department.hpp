#pragma once

#include "adapters/sandbox/options.hpp"
#include "bot/rules/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// Somebody with a phone: staff of the directory, or a nurse whom the directory does not know.
struct staff_member {
    std::string id;   ///< directory id; of a nurse a name of ours
    std::string name;
    std::string zalo; ///< user id
    std::string phone; ///< as 84…
    std::string unit;
    std::string role; ///< the directory's role, "reporter" of a nurse
    std::string deputy{}; ///< who stands in while they are away, "" for nobody
};

struct hospital_system {
    std::string id;
    std::string name;
    std::string criticality; ///< special, important, normal
};

struct department_unit {
    std::string id;
    std::string name;
    std::string prefix; ///< of its incidents
    std::string channel; ///< of its leaders
    std::string group;   ///< that channel's group in Zalo
    std::vector<hospital_system> systems{};
};

struct department_options {
    int units = 10;
    /// The incident managers of a unit take turns of a week ("duty"), and people have deputies.
    bool rosters = false;
};

/// A Sở Y tế with the units below it: everybody, their roles and groups. The same every time: only what happens in it
/// differs from seed to seed.
class department {
public:
    explicit department(department_options options = {});

    static constexpr std::string_view top = "syt"; ///< the Sở's own unit id

    const std::vector<department_unit>& units() const { return units_; } ///< without the Sở
    const std::vector<staff_member>& people() const { return people_; }
    const department_unit& unit(std::string_view id) const;
    const staff_member* by_id(std::string_view id) const;
    const staff_member* by_zalo(std::string_view user_id) const;
    /// Of a unit, in the order of the directory.
    std::vector<const staff_member*> with_role(std::string_view unit, std::string_view role) const;

    /// Whose week it is at a role that is served by turns; "" where there are none.
    std::string on_turn(std::string_view unit, std::string_view role, bot::rules::instant at) const;

    std::string directory_json() const;
    std::vector<adapters::sandbox::person> cast() const;
    std::vector<adapters::sandbox::group_chat> groups() const;
    /// User ids of those who link their accounts.
    std::vector<std::string> staff() const;

private:
    void hire(const std::string& unit, const std::string& role, int how_many);

    department_options options_;
    department_unit sy_te_;
    std::vector<department_unit> units_;
    std::vector<staff_member> people_;
};

} // namespace sim
