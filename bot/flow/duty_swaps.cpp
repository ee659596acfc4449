#include "bot/flow/duty_changes.hpp"

#include "bot/flow/colleagues.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/duty_rounds.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/duty_changes.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using store::duty_change;
using store::duty_change_state;

/// The first turn of the person that has not begun.
std::optional<duty::span> next_turn(const std::vector<duty::shift>& shifts, const std::string& person, rules::instant now)
{
    const auto found = std::ranges::find_if(shifts, [&](const duty::shift& one) { return one.person == person && one.when.from > now; });
    return found == shifts.end() ? std::nullopt : std::optional{found->when};
}

/// The two halves: they take the speaker's next turn, the speaker takes theirs. Nothing where one of them has none.
std::vector<duty_change> halves_of(const speaker& who, const colleague& them)
{
    auto& at = who.at;
    const auto& self = who.self.person;
    for (const auto& post : them.shared) {
        if (!at.know.who.unit(post.unit)->duty.contains(post.role))
            continue;
        // From the beginning of the turn that is running: it would otherwise look as if one began now.
        const auto& turns = at.know.who.unit(post.unit)->duty.find(post.role)->second;
        const duty::span ahead{duty::turn_at(turns, at.now).when.from, at.now + horizon_of(at.know.who, post)};
        const auto shifts = duty::planned_shifts(load_roster(at, post, ahead), ahead);
        const auto mine = next_turn(shifts, self, at.now);
        const auto theirs = next_turn(shifts, them.person, at.now);
        if (!mine || !theirs)
            continue;
        const auto half = [&](const std::string& person, const std::string& instead_of, const duty::span& when) {
            return duty_change{.unit = post.unit, .role = post.role, .person = person, .instead_of = instead_of, .from = when.from, .until = when.until, .by = self, .at = at.now};
        };
        return {half(them.person, self, *mine), half(self, them.person, *theirs)};
    }
    return {};
}

/// Who has to answer: the one who takes a turn without having entered the offer.
std::string asked_of(const std::vector<duty_change>& halves)
{
    const auto found = std::ranges::find_if(halves, [](const duty_change& one) { return one.person != one.by; });
    return found == halves.end() ? "" : found->person;
}

/// One line a half: who is on duty when.
phrases worded(work& at, const std::vector<duty_change>& halves)
{
    phrases lines;
    for (const auto& one : halves)
        lines.push_back({"duty.swap_half",
                         {{"name", name_of_person(at, one.person)},
                          {"from", phrases{messages::day_moment(one.from, at.now)}},
                          {"until", phrases{messages::day_moment(one.until, at.now)}}}});
    return lines;
}

phrases with_halves(work& at, phrase head, const std::vector<duty_change>& halves)
{
    phrases lines{std::move(head)};
    const auto more = worded(at, halves);
    lines.insert(lines.end(), more.begin(), more.end());
    return lines;
}

/// Whether both turns are still ahead, and still of those who give them up and may be taken by those who take them.
bool still_holds(work& at, const std::vector<duty_change>& halves)
{
    return std::ranges::all_of(halves, [&](const duty_change& one) {
        const auto post = duty_post_of(at.know.who, to_subject({one.unit, one.role}));
        if (!post || one.from <= at.now)
            return false;
        const auto roster = load_roster(at, *post, {one.from, one.until});
        const auto planned = duty::joined(duty::planned_shifts(roster, {one.from, one.until}));
        return planned.size() == 1 && planned.front().person == one.instead_of && std::ranges::find(roster.holders, one.person) != roster.holders.end();
    });
}

/// The offer that is meant, by its number or as the only one open to the speaker; else they are told and it is nothing.
std::optional<std::int64_t> offer_meant(const speaker& who, const std::string& number)
{
    auto& at = who.at;
    if (std::int64_t given = 0; std::from_chars(number.data(), number.data() + number.size(), given).ec == std::errc{}) {
        const auto halves = store::duty_offer(at.tx, given);
        if (asked_of(halves) == who.self.person || (!halves.empty() && halves.front().by == who.self.person))
            return given;
        reply(who, {{"duty.swap_unknown", {{"number", number}}}});
        return std::nullopt;
    }
    const auto open = store::duty_offers_to(at.tx, who.self.person);
    if (open.size() == 1)
        return open.front();
    if (open.empty()) {
        reply(who, {{"duty.swap_none_open"}});
        return std::nullopt;
    }
    phrases lines{{"duty.swap_which"}};
    for (const auto one : open)
        lines.push_back({"duty.swap_listed", {{"number", std::to_string(one)}, {"name", name_of_person(at, store::duty_offer(at.tx, one).front().by)}}});
    reply(who, lines);
    return std::nullopt;
}

/// Ends the offer and lets the other side know, too.
void end_offer(const speaker& who, std::int64_t number, const std::vector<duty_change>& halves, duty_change_state state, const std::string& said,
               const std::string& told)
{
    auto& at = who.at;
    const auto& self = who.self.person;
    store::settle_duty_offer(at.tx, number, state, self, at.now);
    const auto other = halves.front().by == self ? asked_of(halves) : halves.front().by;
    const auto text = std::to_string(number);
    reply(who, {{said, {{"number", text}}}});
    tell(at, other, {{told, {{"number", text}, {"by", name_of_person(at, self)}}}}, {.purpose = "duty"});
}

} // namespace

void offer_swap(const speaker& who, const std::string& rest)
{
    const auto them = colleague_named(who, rest);
    if (!them)
        return;
    auto& at = who.at;
    const auto their_name = name_of_person(at, them->person);
    const auto halves = halves_of(who, *them);
    if (halves.empty())
        return reply(who, {{"duty.swap_no_turns", {{"name", their_name}}}});
    for (const auto earlier : store::duty_offers_by(at.tx, who.self.person))
        if (asked_of(store::duty_offer(at.tx, earlier)) == them->person)
            store::settle_duty_offer(at.tx, earlier, duty_change_state::revoked, who.self.person, at.now); // the new one takes its place
    const auto number = std::to_string(store::offer_duty_swap(at.tx, halves));
    const duty_post post{halves.front().unit, halves.front().role};
    auto words = named(at, post);
    words["by"] = name_of_person(at, who.self.person);
    auto lines = with_halves(at, {"duty.swap_asked", std::move(words)}, halves);
    lines.push_back({"duty.swap_how", {{"number", number}}});
    const bool reached = tell(at, them->person, lines, {.purpose = "duty"});
    auto answer = with_halves(at, {"duty.swap_offered", {{"number", number}, {"name", their_name}}}, halves);
    if (!reached)
        answer.push_back({"duty.swap_unreached", {{"name", their_name}, {"number", number}}});
    reply(who, answer);
}

void answer_swap(const speaker& who, const std::string& given, bool accepted)
{
    if (who.self.person.empty())
        return invite_to_link(who);
    auto& at = who.at;
    const auto number = offer_meant(who, given);
    if (!number)
        return;
    const auto halves = store::duty_offer(at.tx, *number);
    const bool own = halves.front().by == who.self.person;
    if (halves.front().state != duty_change_state::offered || (own && accepted))
        return reply(who, {{own && halves.front().state == duty_change_state::offered ? "duty.swap_not_yours" : "duty.swap_settled", {{"number", std::to_string(*number)}}}});
    if (!accepted)
        return own ? end_offer(who, *number, halves, duty_change_state::revoked, "duty.swap_revoked", "duty.swap_revoked_told")
                   : end_offer(who, *number, halves, duty_change_state::refused, "duty.swap_refused", "duty.swap_refused_told");
    if (!still_holds(at, halves))
        return end_offer(who, *number, halves, duty_change_state::revoked, "duty.swap_outdated", "duty.swap_outdated_told");
    const auto& by = halves.front().by;
    with_hand_over(at, {{halves.front().unit, halves.front().role}}, {who.self.person, by},
                   [&] { store::settle_duty_offer(at.tx, *number, duty_change_state::in_force, who.self.person, at.now); });
    reply(who, with_halves(at, {"duty.swap_done", {{"name", name_of_person(at, by)}}}, halves));
    tell(at, by, with_halves(at, {"duty.swap_done_told", {{"name", name_of_person(at, who.self.person)}}}, halves), {.purpose = "duty"});
}

} // namespace bot::flow
