#include "bot/flow/roster_holes.hpp"

#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/absences.hpp"
#include "store/settings.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using rules::instant;

/// Days before a hole at which it is warned of, the last one first.
constexpr std::array warned_days_ahead{1, 7};

int days_ahead(instant at, instant now)
{
    const auto day = [](instant of) { return std::chrono::sys_days(rules::to_vietnam(of).date); };
    return static_cast<int>((day(at) - day(now)).count());
}

/// How close the hole is, as an entry of the table above; nothing when it is further away.
std::optional<int> stage_of(const duty::span& hole, instant now)
{
    for (const int days : warned_days_ahead)
        if (days_ahead(hole.from, now) <= days)
            return days;
    return std::nullopt;
}

/// A hole that was warned of. What lies within it is the same hole, or what is left of it.
struct warned {
    duty::span hole;
    int stage = 0;
};

std::string name_of(const duty_post& post)
{
    return "roster.hole/" + to_subject(post);
}

std::vector<warned> remembered(work& at, const duty_post& post)
{
    std::vector<warned> all;
    const auto text = store::setting(at.tx, name_of(post));
    const auto read = nlohmann::json::parse(text.value_or("[]"), nullptr, false);
    for (const auto& one : read)
        if (one.is_array() && one.size() == 3)
            all.push_back({{instant{rules::duration{one[0].get<std::int64_t>()}}, instant{rules::duration{one[1].get<std::int64_t>()}}}, one[2].get<int>()});
    return all;
}

void remember(work& at, const duty_post& post, const std::vector<warned>& all)
{
    if (all.empty())
        return store::drop_setting(at.tx, name_of(post));
    nlohmann::json text = nlohmann::json::array();
    for (const auto& one : all)
        text.push_back({one.hole.from.time_since_epoch().count(), one.hole.until.time_since_epoch().count(), one.stage});
    store::set_setting(at.tx, name_of(post), text.dump());
}

/// A time that can be typed back into "trực thay … từ … đến …".
std::string typed(instant at)
{
    const auto there = rules::to_vietnam(at);
    return fmt::format("{:02}:{:02} {:02}/{:02}", there.hour, there.minute, unsigned(there.date.day()), unsigned(there.date.month()));
}

/// What a unit's head is to hear, and what is then remembered.
struct warning {
    phrases lines;
    std::vector<std::pair<duty_post, std::vector<warned>>> memory;
};

void look_at(work& at, const duty_post& post, warning& into)
{
    const auto horizon = at.now + horizon_of(at.know.who, post);
    const auto roster = load_roster(at, post, {at.now, horizon});
    const auto before = remembered(at, post);
    std::vector<warned> now;
    for (auto hole : duty::holes(roster, {at.now, horizon})) {
        const bool open = hole.until == horizon;
        const auto end = open ? instant::max() : hole.until; // the horizon moves, the hole does not
        const auto known = std::ranges::find_if(before, [&](const warned& one) { return one.hole.from <= hole.from && end <= one.hole.until; });
        const auto stage = stage_of(hole, at.now);
        const bool told = known != before.end() && (!stage || known->stage <= *stage);
        if (known != before.end())
            now.push_back({known->hole, told ? known->stage : *stage});
        else if (stage)
            now.push_back({{hole.from, end}, *stage});
        if (told || !stage)
            continue;
        into.lines.push_back({open ? "roster.hole_open" : "roster.hole", named(at, post, hole)});
        const auto owner = duty::planned(roster, hole.from);
        const auto others = duty::available(roster, hole.from);
        if (!open && !owner.empty() && !others.empty())
            into.lines.push_back({"roster.hole_how", {{"name", name_of_person(at, owner)}, {"from", typed(hole.from)}, {"until", typed(hole.until)}}});
    }
    into.memory.emplace_back(post, std::move(now));
}

/// Tells the first head who can be reached, or a leader when none can; true when one of them knows.
bool tell_head(work& at, const std::string& unit, const phrases& lines, const std::set<std::string>& know)
{
    auto heads = unit_heads(at, unit);
    std::ranges::copy(on_duty(at, unit, "leader"), std::back_inserter(heads));
    return std::ranges::any_of(heads, [&](const std::string& head) { return know.contains(head) || tell(at, head, lines, {.purpose = "roster"}); });
}

} // namespace

void warn_of_holes(work& at, const std::vector<duty_post>& posts, const std::set<std::string>& know)
{
    // Only somebody's absence makes a hole, and most posts are complete: one look at all absences spares a look at each post.
    std::set<std::string> absent;
    for (const auto& one : store::absences_between(at.tx, at.now, instant::max()))
        absent.insert(one.person);
    std::map<std::string, warning> by_unit;
    for (const auto& post : posts) {
        const auto holders = at.know.who.holders(post.unit, post.role);
        if (std::ranges::any_of(holders, [&](const std::string& one) { return absent.contains(one); }))
            look_at(at, post, by_unit[post.unit]);
        else
            remember(at, post, {});
    }
    for (auto& [unit, found] : by_unit) {
        if (!found.lines.empty()) {
            found.lines.push_back({"roster.see"});
            if (!tell_head(at, unit, found.lines, know))
                continue; // nobody was reached: the next look tries again
        }
        for (const auto& [post, memory] : found.memory)
            remember(at, post, memory);
    }
}

} // namespace bot::flow
