#include "bot/flow/rehearsal_watch.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/rehearsal.hpp"
#include "bot/flow/rehearsal_words.hpp"
#include "bot/flow/roster.hpp"
#include "bot/log.hpp"
#include "store/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr std::chrono::seconds a_moment{30};
constexpr std::chrono::seconds between_units{5};
constexpr std::chrono::milliseconds between_stories{200};
constexpr std::size_t lines_shown = 10;
constexpr auto version_name = "rehearsal_version";
constexpr int silent_story = -1;

std::string setting_of(const std::string& unit)
{
    return "rehearsal:" + unit;
}

std::string draft_of(const std::string& unit)
{
    return "rehearsal_draft:" + unit;
}

std::string version_of(const knowledge& know)
{
    std::string version = know.directory_version + " " + know.rules.fingerprint();
    for (const auto& [unit, book] : know.unit_rules)
        version += " " + book.fingerprint();
    return version;
}

rules::instant next_at(rules::instant now, int hour, const rules::holiday_calendar* working)
{
    for (auto day = rules::vietnam_date(now);; day += std::chrono::days{1}) {
        const auto at = rules::from_vietnam(std::chrono::year_month_day{day}, hour, 0);
        if (at > now && (working == nullptr || working->is_working_day(day)))
            return at;
    }
}

/// A line as it is remembered: ids only, so that another wording is no difference.
std::string remembered(const rehearsal_question& asked, int hour, int level, const rehearsed& one)
{
    const std::string who = !one.role.empty() ? "role:" + one.role : !one.group.empty() ? "group:" + one.group : one.person;
    const std::string how = one.fault != rehearsal_fault::none ? "none" : name_of(one.by);
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}", hour, level, offset_of(asked, one), who, how, one.purpose);
}

std::vector<std::string> cells_of(std::string_view line, char sign)
{
    std::vector<std::string> cells;
    for (std::size_t from = 0; from <= line.size();) {
        const auto to = std::min(line.find(sign, from), line.size());
        cells.emplace_back(line.substr(from, to - from));
        from = to + 1;
    }
    return cells;
}

/// One story a job: a unit's are told in turn, so that reports are taken in between.
struct watched_story {
    int hour;
    int level;
};
constexpr std::array stories{watched_story{10, silent_story}, watched_story{10, 1}, watched_story{10, 3}, watched_story{10, 4},
                             watched_story{2, silent_story},  watched_story{2, 1},  watched_story{2, 3},  watched_story{2, 4}};

/// The lines of one story. Windows count as open: that they close with time is no change of the roster.
std::vector<std::string> lines_of(work& at, const std::string& unit, const watched_story& story, rules::instant from)
{
    store::connection& live = at.tx;
    rehearsal_stage stage(&live, at.know);
    const auto when = next_at(from, story.hour, story.hour == 10 ? &at.know.rules.calendar() : nullptr);
    const rehearsal_question asked{.unit = unit, .level = std::max(story.level, 0), .at = when, .windows_open = true};
    std::vector<std::string> lines;
    for (const auto& one : story.level == silent_story ? stage.play_silence(asked) : stage.play_handled(asked))
        lines.push_back(remembered(asked, story.hour, story.level, one));
    return lines;
}

/// How far a unit's rehearsal has come: the story that is next, and the moment it was begun, kept in the timer.
struct progress {
    std::size_t next = 0;
    rules::instant from{};
};

progress progress_of(const store::timer& timer, rules::instant now)
{
    const auto cells = cells_of(timer.data, ' ');
    if (cells.size() != 2)
        return {0, now};
    return {static_cast<std::size_t>(std::atoi(cells[0].c_str())), rules::instant{rules::duration{std::atoll(cells[1].c_str())}}};
}

phrase in_words(const work& at, const std::string& unit, const std::string& line)
{
    const auto cells = cells_of(line, '\t');
    rehearsed one;
    const auto& who = cells.at(3);
    if (who.starts_with("role:"))
        one.role = who.substr(5);
    else if (who.starts_with("group:"))
        one.group = who.substr(6);
    else
        one.person = who;
    const auto clock = cells.at(0) == "2" ? "02:00" : "10:00";
    const int level = std::atoi(cells.at(1).c_str());
    const phrase situation = level == silent_story ? phrase{"whatif.case_silence", {{"clock", clock}}}
                                                   : phrase{"whatif.case_handled", {{"clock", clock}, {"level", phrases{level_phrase(level)}}}};
    return {"whatif.change",
            {{"case", phrases{situation}},
             {"offset", cells.at(2)},
             {"who", phrases{who_of(at.know, {.unit = unit}, one)}},
             {"how", phrases{{"whatif.by." + cells.at(4)}}}}};
}

void add_changes(work& at, const std::string& unit, phrases& to, const char* title, const std::vector<std::string>& lines)
{
    if (lines.empty())
        return;
    to.push_back({title});
    phrases shown;
    for (const auto& line : lines)
        if (const auto worded = in_words(at, unit, line); std::ranges::find(shown, worded) == shown.end())
            shown.push_back(worded);
    const auto hidden = shown.size() > lines_shown ? shown.size() - lines_shown : 0;
    shown.resize(shown.size() - hidden);
    to.insert(to.end(), shown.begin(), shown.end());
    if (hidden > 0)
        to.push_back({"whatif.more", {{"count", static_cast<std::int64_t>(hidden)}}});
}

void report(work& at, const std::string& unit, const std::vector<std::string>& gone, const std::vector<std::string>& fresh)
{
    log::info("rehearsal.changed", {{"unit", unit}, {"gone", gone.size()}, {"new", fresh.size()}});
    phrases what{{"whatif.changed", {{"unit", at.know.who.unit(unit)->name}}}};
    add_changes(at, unit, what, "whatif.gone", gone);
    add_changes(at, unit, what, "whatif.new", fresh);
    auto people = at.know.who.holders(unit, "administrator");
    if (people.empty())
        people = at.know.who.holders(unit, "it_head");
    for (const auto& person : people)
        tell(at, person, what, {.purpose = "rehearsal"});
}

} // namespace

void plan_rehearsals(work& at)
{
    const auto version = version_of(at.know);
    if (store::setting(at.tx, version_name) == version)
        return;
    store::set_setting(at.tx, version_name, version);
    auto when = at.now + a_moment;
    for (const auto& unit : at.know.who.units()) {
        if (unit.roles.empty())
            continue;
        at.set_timer(timer_key(timer_kind::rehearsal, {}, unit.id), when);
        when += between_units;
    }
}

void rehearsal_due(work& at, const store::timer& timer)
{
    const auto unit = timer.key.subject;
    if (at.know.who.unit(unit) == nullptr) {
        store::remove_timer(at.tx, timer.id);
        return store::drop_setting(at.tx, setting_of(unit));
    }
    const auto at_story = progress_of(timer, at.now);
    auto text = at_story.next == 0 ? std::string{} : store::setting(at.tx, draft_of(unit)).value_or("");
    for (const auto& line : lines_of(at, unit, stories.at(at_story.next), at_story.from))
        text += (text.empty() ? "" : "\n") + line;
    if (at_story.next + 1 < stories.size()) {
        store::set_setting(at.tx, draft_of(unit), text);
        return at.set_timer(timer.key, at.now + between_stories, fmt::format("{} {}", at_story.next + 1, at_story.from.time_since_epoch().count()));
    }
    store::remove_timer(at.tx, timer.id);
    store::drop_setting(at.tx, draft_of(unit));
    auto now = cells_of(text, '\n');
    std::ranges::sort(now);
    now.erase(std::unique(now.begin(), now.end()), now.end());
    const auto known = store::setting(at.tx, setting_of(unit));
    text = fmt::format("{}", fmt::join(now, "\n"));
    store::set_setting(at.tx, setting_of(unit), text);
    if (!known || *known == text)
        return;
    const auto before = cells_of(*known, '\n');
    std::vector<std::string> gone;
    std::vector<std::string> fresh;
    std::ranges::set_difference(before, now, std::back_inserter(gone));
    std::ranges::set_difference(now, before, std::back_inserter(fresh));
    report(at, unit, gone, fresh);
}

} // namespace bot::flow
