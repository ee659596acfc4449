#include "bot/incident/visibility.hpp"

#include "bot/incident/roles.hpp"

namespace bot::incident {
namespace {

constexpr role_set of_the_unit{role::handler, role::incident_manager, role::it_head,
                               role::leader,  role::authority,        role::administrator};
constexpr role_set must_act{role::incident_manager, role::leader};

} // namespace

bool may_see(const incident& subject, const actor& who, std::span<const std::string> roles,
             std::string_view department)
{
    const auto held = roles_named(roles);
    if (is_system(who) || is_reporter(subject, who) || is_handler(subject, who) || is_called(subject, who) || held.meets(must_act))
        return true;
    const bool own_department = !department.empty() && subject.report.department == department;
    if (subject.report.sealed_from_department.value_or(false) && own_department)
        return false;
    return held.meets(of_the_unit);
}

bool may_see_reporter(const incident& subject, const actor& who, std::span<const std::string> roles)
{
    if (!subject.report.keep_confidential.value_or(false))
        return true;
    return is_system(who) || same_person(subject.reported_by, who) || roles_named(roles).meets(must_act);
}

} // namespace bot::incident
