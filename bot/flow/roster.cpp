#include "bot/flow/roster.hpp"

#include "store/absences.hpp"

#include <algorithm>

namespace bot::flow {

std::vector<std::string> on_duty(work& at, std::string_view unit, std::string_view role)
{
    auto people = at.know.who.holders(unit, role);
    std::erase_if(people, [&](const std::string& person) { return store::absence_of(at.tx, person, at.now).has_value(); });
    return people;
}

std::vector<std::string> people_for(work& at, const case_file& about, std::string_view role)
{
    if (role == "handler") {
        if (!about.state.handler || about.state.handler->person.empty())
            return {};
        // A handler who is away is not called: whoever of their colleagues is there takes the message.
        const auto& person = about.state.handler->person;
        auto others = store::absence_of(at.tx, person, at.now) ? on_duty(at, about.row.unit, "handler") : std::vector{person};
        others.resize(std::min<std::size_t>(others.size(), 1));
        return others;
    }
    const bool backup = role == "backup_incident_manager";
    auto people = on_duty(at, about.row.unit, backup ? "incident_manager" : role);
    if (backup && !people.empty())
        people.erase(people.begin());
    else if (!backup && people.size() > 1)
        people.resize(1);
    return people;
}

std::string name_of_person(const work& at, std::string_view person)
{
    const auto* entry = at.know.who.person(person);
    return entry == nullptr ? std::string(person) : entry->name;
}

} // namespace bot::flow
