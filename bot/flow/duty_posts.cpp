#include "bot/flow/duty_posts.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/deadlines.hpp"
#include "store/incidents.hpp"

#include <algorithm>
#include <set>

namespace bot::flow {

namespace {

constexpr std::chrono::weeks least_horizon{10};
constexpr int incidents_read = 200;
constexpr std::size_t incidents_shown = 3;

std::vector<phrase> one(phrase what)
{
    return {std::move(what)};
}

/// The post's own unit and those below it that share its roster.
std::vector<std::string> units_of(const config::directory& who, const duty_post& post)
{
    std::vector<std::string> units;
    for (const auto* below : who.with_subordinates(post.unit))
        if (const auto* place = who.roster_unit(below->id, post.role); place != nullptr && place->id == post.unit)
            units.push_back(below->id);
    return units;
}

template <class Test>
std::vector<duty_post> posts_where(const config::directory& who, Test holds)
{
    auto posts = duty_posts(who);
    std::erase_if(posts, [&](const duty_post& post) { return !holds(who.holders(post.unit, post.role)); });
    return posts;
}

} // namespace

std::vector<duty_post> duty_posts(const config::directory& who)
{
    std::vector<duty_post> posts;
    for (const auto& unit : who.units()) {
        for (const auto role : roles_on_duty)
            if (const auto found = unit.roles.find(role); found != unit.roles.end() && !found->second.empty())
                posts.push_back({unit.id, std::string(role)});
        for (const auto& [role, turns] : unit.duty)
            if (const duty_post post{unit.id, role}; std::ranges::find(posts, post) == posts.end())
                posts.push_back(post);
    }
    return posts;
}

std::vector<duty_post> duty_posts_of(const config::directory& who, std::string_view person)
{
    std::set<std::string, std::less<>> for_whom{std::string(person)};
    for (std::vector<std::string> next{std::string(person)}; !next.empty();) {
        const auto deputy = std::move(next.back());
        next.pop_back();
        for (const auto& one : who.deputised_by(deputy))
            if (for_whom.insert(one).second)
                next.push_back(one);
    }
    return posts_where(who, [&](const auto& holders) { return std::ranges::any_of(holders, [&](const auto& one) { return for_whom.contains(one); }); });
}

std::vector<duty_post> duty_posts_held_by(const config::directory& who, std::string_view person)
{
    return posts_where(who, [&](const auto& holders) { return std::ranges::find(holders, person) != holders.end(); });
}

std::string to_subject(const duty_post& post)
{
    return post.unit + "/" + post.role;
}

std::optional<duty_post> duty_post_of(const config::directory& who, std::string_view subject)
{
    const auto divides = subject.rfind('/'); // no role has one
    if (divides == std::string_view::npos)
        return std::nullopt;
    duty_post post{std::string(subject.substr(0, divides)), std::string(subject.substr(divides + 1))};
    const auto* place = who.roster_unit(post.unit, post.role);
    return place != nullptr && place->id == post.unit ? std::optional{std::move(post)} : std::nullopt;
}

rules::duration horizon_of(const config::directory& who, const duty_post& post)
{
    const auto* unit = who.unit(post.unit);
    const auto turns = unit->duty.find(post.role);
    if (turns == unit->duty.end())
        return least_horizon;
    return std::max<rules::duration>(least_horizon, turns->second.turn * static_cast<std::int64_t>(turns->second.people.size() + 1));
}

duty::roster load_roster(work& at, const duty_post& post, const duty::span& within)
{
    return load_roster(at.tx, at.know.who, post.unit, post.role, within);
}

std::chrono::minutes hand_over_clock(const config::directory& who, const duty_post& post)
{
    const auto* unit = who.unit(post.unit);
    const auto turns = unit->duty.find(post.role);
    if (turns == unit->duty.end())
        return {};
    const auto there = rules::to_vietnam(turns->second.hand_over);
    return std::chrono::hours{there.hour} + std::chrono::minutes{there.minute};
}

bot::arguments named(const work& at, const duty_post& post)
{
    return {{"role", one({"role." + post.role})}, {"unit", at.know.who.unit(post.unit)->name}};
}

bot::arguments named(const work& at, const duty_post& post, const duty::span& when)
{
    auto words = named(at, post);
    words["from"] = one(messages::day_moment(when.from, at.now));
    words["until"] = one(messages::day_moment(when.until, at.now));
    return words;
}

std::vector<phrase> open_incidents_of(work& at, const duty_post& post)
{
    store::incident_filter filter;
    filter.units = units_of(at.know.who, post);
    const auto count = store::count_incidents(at.tx, filter);
    if (count == 0)
        return one({"duty.no_incidents"});
    struct row {
        store::incident_row shown;
        std::optional<rules::instant> due;
    };
    std::vector<row> rows;
    for (auto& incident : store::list_incidents(at.tx, filter, incidents_read)) {
        const auto next = store::next_deadline(at.tx, incident.id);
        rows.push_back({std::move(incident), next ? next->due : std::nullopt});
    }
    // The gravest first; among equals the one that is due first.
    std::ranges::stable_sort(rows, [](const row& a, const row& b) {
        const auto level = [](const row& of) { return of.shown.level.value_or(0); };
        if (level(a) != level(b))
            return level(a) > level(b);
        return a.due.value_or(rules::instant::max()) < b.due.value_or(rules::instant::max());
    });
    std::vector<phrase> lines{{"duty.open_incidents", {{"count", count}}}};
    for (std::size_t i = 0; i < std::min(rows.size(), incidents_shown); ++i)
        lines.push_back(list_line(at, rows[i].shown, rows[i].due));
    lines.push_back({"list.how_to_open", {{"number", std::to_string(rows.front().shown.seq)}}});
    return lines;
}

} // namespace bot::flow
