#include "bot/flow/morning.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/post.hpp"
#include "bot/rules/calendar.hpp"
#include "bot/rules/quiet.hpp"
#include "messages/when.hpp"
#include "store/absences.hpp"
#include "store/deadlines.hpp"
#include "store/held_notes.hpp"
#include "store/incidents.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr int open_shown = 10;
constexpr auto purpose = "digest";

/// Who is shown the state of the units each morning.
std::set<std::string> readers(work& at)
{
    std::set<std::string> people;
    for (const auto& unit : at.know.who.units())
        for (const std::string_view role : {"incident_manager", "leader"})
            if (const auto held = unit.roles.find(role); held != unit.roles.end())
                people.insert(held->second.begin(), held->second.end());
    std::erase_if(people, [&](const std::string& person) { return store::absence_of(at.tx, person, at.now).has_value(); });
    return people;
}

/// What is open in the units and what of it falls due by the end of the day; empty when nothing is open.
phrases state_of(work& at, const std::vector<std::string>& units)
{
    store::incident_filter filter;
    filter.units = units;
    const auto rows = store::list_incidents(at.tx, filter, open_shown);
    if (rows.empty())
        return {};
    const auto day_ends = rules::end_of_day(rules::vietnam_date(at.now));
    phrases due;
    phrases open;
    for (const auto& row : rows) {
        const auto next = store::next_deadline(at.tx, row.id);
        open.push_back(list_line(at, row, next ? next->due : std::nullopt));
        for (const auto& one : store::deadlines_of(at.tx, row.id))
            if (one.state == store::deadline_state::running && one.due && *one.due <= day_ends)
                due.push_back({"digest.due", {{"number", row.number}, {"what", phrases{{"rule." + one.rule_id}}}, {"due", phrases{messages::due(*one.due, at.now)}}}});
    }
    phrases lines{{"digest.head", {{"open", store::count_incidents(at.tx, filter)}, {"due", static_cast<std::int64_t>(due.size())}}}};
    if (!due.empty())
        lines.push_back({"digest.due_today"});
    lines.insert(lines.end(), due.begin(), due.end());
    lines.push_back({"digest.open"});
    lines.insert(lines.end(), open.begin(), open.end());
    return lines;
}

} // namespace

void plan_mornings(work& at)
{
    if (const auto key = timer_key(timer_kind::morning); !store::find_timer(at.tx, key))
        at.set_timer(key, rules::next_time_of_day(digest_time, at.now));
}

void morning_due(work& at, const store::timer& timer)
{
    at.set_timer(timer.key, rules::next_time_of_day(digest_time, at.now));
    const auto to_show = readers(at);
    auto people = to_show;
    for (auto& person : store::people_with_held_notes(at.tx))
        people.insert(std::move(person));
    std::map<std::vector<std::string>, phrases> states; // units with the same readers are looked up once
    for (const auto& person : people) {
        // What only the quota held back waits for a day on which it does not, or until they write themselves.
        if (const auto [there, too_dear] = choose_route(at, person, {}, 0); !there && too_dear)
            continue;
        phrases lines;
        if (to_show.contains(person)) {
            const auto units = at.know.who.units_seen_by(person);
            const auto known = states.find(units);
            lines = known != states.end() ? known->second : states.emplace(units, state_of(at, units)).first->second;
        }
        const auto held = store::take_held(at.tx, person);
        if (!held.empty())
            lines.push_back({"digest.held"});
        for (const auto& note : held)
            lines.push_back({"digest.held_note", {{"text", note.text}}});
        if (!lines.empty())
            tell(at, person, lines, {.purpose = purpose});
    }
}

} // namespace bot::flow
