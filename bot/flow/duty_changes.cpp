#include "bot/flow/duty_changes.hpp"

#include "bot/dialog/time_span.hpp"
#include "bot/flow/colleagues.hpp"
#include "bot/flow/duty_rounds.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/duty_changes.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr std::chrono::weeks shown_ahead{4};
constexpr std::size_t units_shown = 3;

void add_post(work& at, phrases& lines, const std::string& unit, std::string_view role)
{
    const auto* place = at.know.who.roster_unit(unit, role);
    const phrases title{{"role." + std::string(role)}};
    if (place == nullptr)
        return lines.push_back({"duty.line_none", {{"role", title}}});
    const duty_post post{place->id, std::string(role)};
    const duty::span ahead{at.now, at.now + shown_ahead};
    const auto all = duty::joined(duty::shifts(load_roster(at, post, ahead), ahead));
    const auto name = [&](const duty::shift& one) { return name_of_person(at, one.person); };
    if (all.size() == 1)
        return lines.push_back(all.front().person.empty() ? phrase{"duty.line_none", {{"role", title}}}
                                                          : phrase{"duty.line", {{"role", title}, {"name", name(all.front())}}});
    lines.push_back({"duty.list_role", {{"role", title}}});
    for (const auto& one : all) {
        auto words = named(at, post, one.when);
        words["name"] = name(one);
        lines.push_back({one.person.empty() ? "duty.list_none" : "duty.list_shift", std::move(words)});
    }
}

/// A stretch of somebody's duty that another takes over.
struct piece {
    duty_post post;
    duty::span when;
};

std::vector<piece> duties_of(work& at, const colleague& them, const duty::span& within)
{
    std::vector<piece> found;
    for (const auto& post : them.shared)
        for (const auto& one : duty::joined(duty::planned_shifts(load_roster(at, post, within), within)))
            if (one.person == them.person)
                found.push_back({post, one.when});
    return found;
}

phrases worded(work& at, const std::vector<piece>& pieces)
{
    phrases lines;
    for (const auto& one : pieces)
        lines.push_back({"duty.piece", named(at, one.post, one.when)});
    return lines;
}

bool is_away(work& at, const std::string& person, const std::vector<piece>& pieces)
{
    return std::ranges::any_of(pieces, [&](const piece& one) {
        const auto roster = load_roster(at, one.post, one.when);
        return std::ranges::any_of(roster.absences, [&](const duty::absence& away) { return away.person == person; });
    });
}

/// Head, then what stands, one line a piece.
phrases with_pieces(phrase head, const phrases& pieces)
{
    phrases lines{std::move(head)};
    lines.insert(lines.end(), pieces.begin(), pieces.end());
    return lines;
}

} // namespace

void show_roster(const speaker& who)
{
    auto& at = who.at;
    auto units = at.know.who.units_seen_by(who.self.person);
    if (units.empty())
        for (const auto& unit : at.know.who.units())
            units.push_back(unit.id);
    if (units.size() > units_shown)
        units.resize(units_shown);
    phrases lines;
    for (const auto& id : units) {
        const auto& unit = *at.know.who.unit(id);
        lines.push_back({"duty.list_head", {{"unit", unit.name}}});
        for (const auto role : roles_on_duty)
            add_post(at, lines, id, role);
        for (const auto& [role, turns] : unit.duty)
            if (std::ranges::find(roles_on_duty, role) == roles_on_duty.end())
                add_post(at, lines, id, role);
    }
    reply(who, lines);
}

void cover_duty(const speaker& who, const std::string& rest)
{
    const auto them = colleague_named(who, rest);
    if (!them)
        return;
    auto& at = who.at;
    const auto& self = who.self.person;
    const auto their_name = name_of_person(at, them->person);
    const auto own_name = name_of_person(at, self);
    const auto clock = hand_over_clock(at.know.who, them->shared.front());
    const auto read = dialog::parse_span(them->rest, at.now, {clock, clock});
    if (!read)
        return reply(who, {{read.error() == dialog::time_fault::in_past ? "duty.cover_past" : "duty.cover_when", {{"name", their_name}}}});
    const duty::span asked{std::max(at.now, read->from.value_or(at.now)), read->until};
    const auto pieces = duties_of(at, *them, asked);
    if (pieces.empty())
        return reply(who, {{"duty.cover_nothing",
                            {{"name", their_name},
                             {"from", phrases{messages::day_moment(asked.from, at.now)}},
                             {"until", phrases{messages::day_moment(asked.until, at.now)}}}}});
    if (is_away(at, self, pieces))
        return reply(who, {{"duty.cover_while_away"}});

    with_hand_over(at, them->shared, {self, them->person}, [&] {
        for (const auto& one : pieces)
            store::add_duty_change(at.tx, {.unit = one.post.unit, .role = one.post.role, .person = self, .instead_of = them->person,
                                           .from = one.when.from, .until = one.when.until, .by = self, .at = at.now});
    });
    const auto lines = worded(at, pieces);
    auto answer = with_pieces({"duty.cover_done", {{"name", their_name}}}, lines);
    if (const auto now = std::ranges::find_if(pieces, [&](const piece& one) { return one.when.covers(at.now); }); now != pieces.end()) {
        const auto incidents = open_incidents_of(at, now->post);
        answer.insert(answer.end(), incidents.begin(), incidents.end());
    }
    reply(who, answer);
    tell(at, them->person, with_pieces({"duty.covered", {{"name", own_name}}}, lines), {.purpose = "duty"});
    for (const auto& head : unit_heads(at, pieces.front().post.unit)) {
        const auto words = with_pieces({"duty.cover_told", {{"by", own_name}, {"name", their_name}}}, lines);
        if (head == self || head == them->person || tell(at, head, words, {.purpose = "duty"}))
            break;
    }
}

} // namespace bot::flow
