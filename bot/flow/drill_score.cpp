#include "bot/flow/drill_score.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/case_file.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/events.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

phrase row_line(const incident::score_row& row)
{
    const std::string verdict = "drill.verdict." + std::string(incident::name_of(row.verdict));
    const phrases took = row.took ? phrases{messages::length(*row.took)} : phrases{{"drill.not_done"}};
    bot::arguments args{{"what", phrases{{"drill.measure." + std::string(rules::name_of(row.what))}}}, {"took", took}};
    if (!row.allowed)
        return {"drill.row_unmeasured", std::move(args)};
    args["allowed"] = phrases{messages::length(*row.allowed)};
    args["verdict"] = phrases{{verdict}};
    return {"drill.row", std::move(args)};
}

phrase inject_line(const work& at, const store::drill_inject& one)
{
    const phrase what = one.what == store::inject_kind::no_answer ? phrase{"drill.inject.no_answer", {{"name", name_of_person(at, one.person)}}}
                                                                  : phrase{"drill.inject.zalo_down"};
    const phrases from{messages::moment(one.from, at.now)};
    if (!one.until)
        return {"drill.inject_since", {{"what", phrases{what}}, {"from", from}}};
    return {"drill.inject_line", {{"what", phrases{what}}, {"from", from}, {"until", phrases{messages::moment(*one.until, at.now)}}}};
}

/// When steps of the chain were called, the end of the chain left out.
std::vector<rules::instant> calls_of(work& at, store::incident_id incident)
{
    std::vector<rules::instant> calls;
    for (const auto& stored : store::load_events(at.tx, incident))
        if (const auto event = incident::from_json(stored.payload))
            if (const auto* call = std::get_if<incident::step_called>(&event->what); call != nullptr && !call->exhausted)
                calls.push_back(event->at);
    return calls;
}

} // namespace

incident::score_sheet score_of(work& at, const store::drill& exercise)
{
    std::vector<incident::score_card> cards;
    for (const auto id : store::incidents_of_drill(at.tx, exercise.id))
        if (const auto about = open_case(at, id))
            cards.push_back(incident::score({.number = about->row.number,
                                             .facts = incident::facts_of(about->state),
                                             .book = rules_of(at, *about),
                                             .calls = calls_of(at, id),
                                             .until = exercise.ended_at.value_or(at.now)}));
    return incident::sum_up(std::move(cards));
}

std::vector<phrase> score_lines(work& at, const store::drill& exercise, std::size_t cards_max)
{
    const auto sheet = score_of(at, exercise);
    phrases lines;
    if (sheet.cards.empty())
        lines.push_back({"drill.no_incident"});
    else
        lines.push_back({"drill.score",
                         {{"met", std::int64_t{sheet.met}}, {"late", std::int64_t{sheet.late}}, {"overdue", std::int64_t{sheet.overdue}}, {"open", std::int64_t{sheet.open}}}});
    if (exercise.speed > 1 && !sheet.cards.empty())
        lines.push_back({"drill.score_clock", {{"speed", std::to_string(exercise.speed)}}});
    for (std::size_t i = 0; i < std::min(sheet.cards.size(), cards_max); ++i) {
        const auto& card = sheet.cards[i];
        lines.push_back({"drill.card", {{"number", card.number}, {"level", phrases{level_phrase(card.level)}}}});
        for (const auto& row : card.rows)
            lines.push_back(row_line(row));
        lines.push_back({"drill.steps", {{"called", std::int64_t{card.steps_called}}, {"steps", std::int64_t{card.steps}}}});
    }
    if (sheet.cards.size() > cards_max)
        lines.push_back({"drill.more_cards",
                         {{"count", static_cast<std::int64_t>(sheet.cards.size() - cards_max)}, {"id", std::to_string(static_cast<std::int64_t>(exercise.id))}}});
    for (const auto& one : store::injects_of(at.tx, exercise.id))
        lines.push_back(inject_line(at, one));
    return lines;
}

} // namespace bot::flow
