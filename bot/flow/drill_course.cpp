#include "bot/flow/drill_course.hpp"

#include "bot/flow/drill_score.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/log.hpp"
#include "messages/when.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

const about matter{.purpose = "drill", .drill = true};

std::string unit_name(const work& at, const std::string& id)
{
    const auto* unit = at.know.who.unit(id);
    return unit == nullptr ? id : unit->name;
}

phrase clock_phrase(const store::drill& exercise)
{
    if (exercise.speed == 1)
        return {"drill.clock_real"};
    return {"drill.clock_fast", {{"speed", std::to_string(exercise.speed)}}};
}

/// Its incidents come to rest where they stand: nothing is sent any more, and nobody can act on them.
void rest_incidents(work& at, const store::drill& exercise)
{
    for (const auto id : store::incidents_of_drill(at.tx, exercise.id)) {
        store::cancel_timers(at.tx, id);
        withdraw(at, id, "");
        auto row = store::find_incident(at.tx, id);
        if (!row || !row->open)
            continue;
        row->open = false;
        row->updated_at = at.now;
        store::save_incident(at.tx, *row);
    }
}

} // namespace

std::vector<std::string> people_of_unit(const work& at, std::string_view unit)
{
    std::vector<std::string> people;
    for (const auto& role : config::known_roles())
        for (const auto& person : at.know.who.holders(unit, role))
            if (std::ranges::find(people, person) == people.end())
                people.push_back(person);
    return people;
}

void announce_drill(work& at, store::drill& exercise, std::string_view except)
{
    phrases what{{"drill.begins",
                  {{"unit", unit_name(at, exercise.unit)},
                   {"clock", phrases{clock_phrase(exercise)}},
                   {"ends", phrases{messages::moment(exercise.ends_at, at.now)}}}}};
    if (!exercise.scenario.empty())
        what.push_back({"drill.scenario", {{"text", exercise.scenario}}});
    what.push_back({"drill.how_to_take_part"});
    for (const auto& person : people_of_unit(at, exercise.unit))
        if (person != except)
            tell(at, person, what, matter);
    store::drill_announced(at.tx, exercise.id);
    exercise.announced = true;
    log::info("drills.begun", {{"drill", static_cast<std::int64_t>(exercise.id)}, {"unit", exercise.unit}, {"speed", exercise.speed}});
}

void announce_inject(work& at, const store::drill& exercise, const store::drill_inject& one)
{
    if (one.what == store::inject_kind::no_answer)
        tell(at, one.person, {{"drill.play_silent"}}, matter);
    store::inject_told(at.tx, one.id, store::inject_notice::begun);
    log::info("drills.inject", {{"drill", static_cast<std::int64_t>(exercise.id)}, {"kind", static_cast<int>(one.what)}, {"person", one.person}});
}

void announce_inject_end(work& at, const store::drill&, const store::drill_inject& one)
{
    if (one.what == store::inject_kind::no_answer)
        tell(at, one.person, {{"drill.silent_no_more"}}, matter);
    store::inject_told(at.tx, one.id, store::inject_notice::ended);
}

std::vector<phrase> end_drill(work& at, store::drill exercise, std::string_view asker)
{
    rest_incidents(at, exercise);
    store::end_drill(at.tx, exercise.id, at.now);
    exercise.ended_at = at.now;
    log::info("drills.ended", {{"drill", static_cast<std::int64_t>(exercise.id)}, {"unit", exercise.unit}});
    const auto sheet = score_lines(at, exercise, cards_in_a_message);
    if (!exercise.person.empty()) {
        phrases answer{{"say.drill_ended"}};
        if (!store::incidents_of_drill(at.tx, exercise.id).empty())
            answer.insert(answer.end(), sheet.begin(), sheet.end());
        return answer;
    }
    const phrase ended{"drill.ended", {{"unit", unit_name(at, exercise.unit)}}};
    phrases with_sheet{ended};
    with_sheet.insert(with_sheet.end(), sheet.begin(), sheet.end());
    const auto leaders = at.know.who.holders(exercise.unit, "leader");
    auto people = people_of_unit(at, exercise.unit);
    if (!exercise.started_by.empty() && std::ranges::find(people, exercise.started_by) == people.end())
        people.push_back(exercise.started_by);
    for (const auto& person : people) {
        const bool gets_sheet = person == exercise.started_by || std::ranges::find(leaders, person) != leaders.end();
        if (person != asker)
            tell(at, person, gets_sheet ? with_sheet : phrases{ended}, matter);
    }
    return with_sheet;
}

} // namespace bot::flow
