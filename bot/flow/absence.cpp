#include "bot/flow/absence.hpp"

#include "bot/dialog/time_span.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/duty_rounds.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/roster_holes.hpp"
#include "bot/text.hpp"
#include "messages/when.hpp"
#include "store/absences.hpp"
#include "store/deadlines.hpp"
#include "store/incidents.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using rules::instant;

constexpr int incidents_shown = 5;
constexpr std::chrono::hours any_time{24 * 365 * 10};
/// Where only a day is said: away from its first minute, back at the end of its working hours (as `parse_time` reads an end).
constexpr dialog::span_clocks absence_clocks{std::chrono::hours{0}, std::chrono::hours{17}};

store::timer_key key_of(const std::string& person)
{
    return timer_key(timer_kind::return_to_work, {}, person);
}

instant moment_in(std::string_view text, instant otherwise)
{
    std::int64_t ms = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), ms);
    return read.ec == std::errc{} ? instant{rules::duration{ms}} : otherwise;
}

std::string text_of(instant at)
{
    return std::to_string(at.time_since_epoch().count());
}

/// The timer of the person's next return; none when they are not away and will not be.
void plan_return(work& at, const std::string& person)
{
    const auto ahead = store::absences_between(at.tx, person, at.now, at.now + any_time);
    if (ahead.empty())
        store::cancel_timer(at.tx, key_of(person));
    else
        at.set_timer(key_of(person), ahead.front().until, text_of(ahead.front().from));
}

void add_rows(work& at, phrases& lines, const std::string& head, const store::incident_filter& filter)
{
    const auto count = store::count_incidents(at.tx, filter);
    if (count == 0)
        return;
    lines.push_back({head, {{"count", count}}});
    for (const auto& row : store::list_incidents(at.tx, filter, incidents_shown)) {
        const auto next = store::next_deadline(at.tx, row.id);
        lines.push_back(list_line(at, row, next ? next->due : std::nullopt));
    }
}

/// What somebody who was away since then finds: their duties, their open incidents, and what is new in their units.
phrases what_is_open(work& at, const std::string& person, instant since)
{
    phrases lines;
    for (const auto& post : duty_posts_held_by(at.know.who, person))
        if (const auto people = on_duty(at, post.unit, post.role); !people.empty() && people.front() == person)
            lines.push_back({"duty.you_hold", named(at, post)});
    const auto duties = lines.size();
    store::incident_filter own;
    own.handler = person;
    add_rows(at, lines, "duty.back_mine", own);
    store::incident_filter fresh;
    fresh.units = at.know.who.units_seen_by(person);
    fresh.received_from = since;
    add_rows(at, lines, "duty.back_new", fresh);
    if (lines.size() == duties)
        lines.push_back({"duty.back_nothing"});
    return lines;
}

/// Who stands in during the absence wherever the person would otherwise be the one on duty, and where nobody does.
phrases stand_ins(work& at, const std::string& person, const duty::span& away)
{
    phrases lines;
    for (const auto& post : duty_posts_of(at.know.who, person)) {
        const auto roster = load_roster(at, post, away);
        const auto holes = duty::holes(roster, away);
        auto otherwise = roster;
        std::erase_if(otherwise.absences, [&](const duty::absence& one) { return one.person == person; });
        for (const auto& own : duty::joined(duty::shifts(otherwise, away))) {
            if (own.person != person)
                continue;
            for (const auto& one : duty::joined(duty::shifts(roster, own.when))) {
                const bool hole = std::ranges::any_of(holes, [&](const duty::span& empty) { return empty.covers(one.when.from); });
                auto words = named(at, post, one.when);
                words["name"] = name_of_person(at, one.person);
                const auto* key = !hole ? "duty.stands_in" : one.person.empty() ? "duty.absent_hole" : "duty.absent_hole_but";
                lines.push_back({key, std::move(words)});
            }
        }
    }
    return lines;
}

/// Who sees to the incidents that are in the person's hands; their deputy hears which those are.
phrases hand_incidents_on(work& at, const std::string& person, const duty::span& away)
{
    store::incident_filter own;
    own.handler = person;
    const auto count = store::count_incidents(at.tx, own);
    if (count == 0)
        return {};
    const bool away_now = away.covers(at.now);
    const auto deputy = away_now ? acts_for(at, person) : std::string{};
    if (deputy.empty())
        return at.know.who.deputies().contains(person) && !away_now ? phrases{} : phrases{{"duty.absent_incidents", {{"count", count}}}};
    phrases lines{{"duty.acting", {{"name", name_of_person(at, person)}, {"until", phrases{messages::day_moment(away.until, at.now)}}}}};
    add_rows(at, lines, "duty.acting_incidents", own);
    tell(at, deputy, lines, {.purpose = "duty"});
    return {{"duty.absent_deputy", {{"name", name_of_person(at, deputy)}, {"count", count}}}};
}

} // namespace

void ask_absence(const speaker& who, const std::string& rest)
{
    if (who.self.person.empty())
        return invite_to_link(who);
    const auto& at = who.at;
    if (const auto span = dialog::parse_span(rest, at.now, absence_clocks))
        return set_absent(who, span->from.value_or(at.now), span->until);
    const auto folded = fold(rest);
    const bool says_beginning = folded.starts_with("tu ") || folded.starts_with("from ");
    const auto until = dialog::parse_time(rest, at.now, dialog::direction::future);
    if (says_beginning || !until || !until->at)
        return begin_form(who, "absent");
    set_absent(who, at.now, *until->at);
}

void set_absent(const speaker& who, instant from, instant until)
{
    auto& at = who.at;
    const auto& person = who.self.person;
    const auto posts = duty_posts_of(at.know.who, person);
    // Whoever is away and stays longer has been away since they left.
    const auto current = from <= at.now ? store::absence_of(at.tx, person, at.now) : std::nullopt;
    const auto begins = current ? std::min(current->from, from) : from;
    with_hand_over(at, posts, {person}, [&] { store::add_absence(at.tx, {.person = person, .from = begins, .until = until, .by = person}); });
    plan_return(at, person);

    phrases lines;
    if (from <= at.now)
        lines.push_back({"say.absent", {{"until", phrases{messages::day_moment(until, at.now)}}}});
    else
        lines.push_back({"say.absent_from", {{"from", phrases{messages::day_moment(from, at.now)}}, {"until", phrases{messages::day_moment(until, at.now)}}}});
    for (auto& more : {stand_ins(at, person, {from, until}), hand_incidents_on(at, person, {from, until})})
        lines.insert(lines.end(), more.begin(), more.end());
    reply(who, lines);
    warn_of_holes(at, posts, {person});
}

void end_absence(const speaker& who)
{
    auto& at = who.at;
    const auto& person = who.self.person;
    const auto away = person.empty() ? std::nullopt : store::absence_of(at.tx, person, at.now);
    if (!away)
        return reply(who, {{"say.was_not_absent"}});
    with_hand_over(at, duty_posts_of(at.know.who, person), {person}, [&] { store::end_absence(at.tx, person, at.now); });
    plan_return(at, person);
    phrases lines{{"say.present"}};
    const auto open = what_is_open(at, person, away->from);
    lines.insert(lines.end(), open.begin(), open.end());
    reply(who, lines);
}

void plan_returns(work& at)
{
    for (const auto& one : store::absences_between(at.tx, at.now, at.now + any_time))
        if (!store::find_timer(at.tx, key_of(one.person)))
            plan_return(at, one.person);
}

void welcome_back(work& at, const std::string& person, std::string_view since_ms)
{
    const auto since = moment_in(since_ms, at.now);
    if (const auto still = store::absence_of(at.tx, person, at.now))
        return at.set_timer(key_of(person), still->until, text_of(std::min(since, still->from)));
    plan_return(at, person);
    phrases lines{{"duty.back"}};
    const auto open = what_is_open(at, person, since);
    lines.insert(lines.end(), open.begin(), open.end());
    tell(at, person, lines, {.purpose = "duty"});
}

} // namespace bot::flow
