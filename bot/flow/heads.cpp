#include "bot/flow/heads.hpp"

#include "bot/flow/roster.hpp"

#include <algorithm>

namespace bot::flow {

std::vector<std::string> heads_of(work& at, std::string_view unit)
{
    auto heads = unit_heads(at, unit);
    for (auto& leader : on_duty(at, unit, "leader"))
        if (std::ranges::find(heads, leader) == heads.end())
            heads.push_back(std::move(leader));
    return heads;
}

std::vector<std::string> menders_of(work& at, std::string_view unit)
{
    auto people = on_duty(at, unit, "administrator");
    return people.empty() ? heads_of(at, unit) : people;
}

std::vector<std::string> units_of(const work& at, std::string_view person)
{
    std::vector<std::string> units;
    for (const auto& unit : at.know.who.units())
        if (std::ranges::any_of(unit.roles, [&](const auto& role) { return std::ranges::find(role.second, person) != role.second.end(); }))
            units.push_back(unit.id);
    return units;
}

} // namespace bot::flow
