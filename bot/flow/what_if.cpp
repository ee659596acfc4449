#include "bot/flow/what_if.hpp"

#include "bot/dialog/folded_words.hpp"
#include "bot/dialog/time_phrase.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/rehearsal.hpp"
#include "bot/flow/rehearsal_words.hpp"
#include "messages/when.hpp"

#include <algorithm>
#include <cstdio>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr std::size_t words_read = 12;
constexpr std::size_t lines_of_a_story = 30;

/// The first unit in whose own roster the person answers for incidents, IT or the bot.
std::optional<std::string> unit_of(const speaker& who)
{
    for (const auto& unit : who.at.know.who.units()) {
        const bool own = std::ranges::any_of(unit.roles, [&](const auto& role) { return std::ranges::find(role.second, who.self.person) != role.second.end(); });
        if (own && may_lead_drill(who.at.know, who.self.person, unit.id))
            return unit.id;
    }
    return std::nullopt;
}

/// A level and an hour; the hour is the next whole minute when none is given.
std::optional<rehearsal_question> question_of(const speaker& who, const std::string& rest)
{
    auto words = dialog::folded_words(rest, words_read);
    std::size_t taken = 0;
    if (taken < words.size() && (words[taken].text == "muc" || words[taken].text == "level"))
        ++taken;
    if (taken >= words.size() || words[taken].text.size() != 1 || words[taken].text[0] < '0' || words[taken].text[0] > '4')
        return std::nullopt;
    rehearsal_question asked{.level = words[taken].text[0] - '0', .at = who.at.now};
    const auto left = rest.substr(std::min(words[taken].end, rest.size()));
    if (taken + 1 == words.size())
        return asked;
    const auto when = read_what_if_time(left, who.at.now);
    if (!when)
        return std::nullopt;
    asked.at = *when;
    return asked;
}

void add_story(const knowledge& know, const rehearsal_question& asked, phrases& to, const char* title, const std::vector<rehearsed>& story)
{
    // Those who hear the same by the same channel at the same time share a line.
    phrases lines;
    for (const auto& one : story) {
        const phrase who = who_of(know, asked, one);
        phrase line{"whatif.entry", {{"offset", offset_of(asked, one)}, {"who", phrases{who}}, {"how", phrases{channel_of(one)}}, {"what", phrases{what_of(one)}}}};
        const auto same = std::ranges::find_if(lines, [&](const phrase& other) {
            return other.args.at("offset") == line.args.at("offset") && other.args.at("how") == line.args.at("how") && other.args.at("what") == line.args.at("what");
        });
        if (same == lines.end())
            lines.push_back(std::move(line));
        else
            same->args["who"] = phrases{{"say.series", {{"first", std::move(same->args["who"])}, {"rest", phrases{who}}}}};
    }
    to.push_back({title});
    const auto hidden = lines.size() > lines_of_a_story ? lines.size() - lines_of_a_story : 0;
    lines.resize(lines.size() - hidden);
    std::ranges::move(lines, std::back_inserter(to));
    if (hidden > 0)
        to.push_back({"whatif.more", {{"count", static_cast<std::int64_t>(hidden)}}});
}

} // namespace

std::optional<rules::instant> read_what_if_time(std::string_view text, rules::instant now)
{
    const std::string given(text.substr(std::min(text.find_first_not_of(' '), text.size())));
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    int used = 0;
    if (std::sscanf(given.c_str(), "%4d-%2u-%2uT%2d:%2d%n", &year, &month, &day, &hour, &minute, &used) == 5 && used == static_cast<int>(given.size())) { // NOLINT: bounded fields
        const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
        if (!date.ok() || hour > 23 || minute > 59)
            return std::nullopt;
        return rules::from_vietnam(date, hour, minute);
    }
    if (std::sscanf(given.c_str(), "%2d:%2d%n", &hour, &minute, &used) == 2 && used == static_cast<int>(given.size())) { // NOLINT: bounded fields
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
            return std::nullopt;
        const auto today = rules::to_vietnam(now).date;
        const auto at = rules::from_vietnam(today, hour, minute);
        return at >= now ? at : at + std::chrono::days{1};
    }
    const auto read = dialog::parse_time(given, now, dialog::direction::future);
    return read && read->at ? read->at : std::nullopt;
}

void show_what_if(const speaker& who, const std::string& rest)
{
    auto& at = who.at;
    const auto unit = unit_of(who);
    if (!unit)
        return reply(who, {{"whatif.roles_only"}});
    auto asked = question_of(who, rest);
    if (!asked)
        return reply(who, {{"whatif.words"}});
    asked->unit = *unit;
    store::connection& live = at.tx;
    const auto played = rehearsal_stage(&live, at.know).play(*asked);
    phrases lines{{"whatif.head",
                   {{"level", phrases{level_phrase(asked->level)}}, {"at", phrases{messages::moment(asked->at, at.now)}}, {"unit", at.know.who.unit(*unit)->name}}}};
    if (played.reaches_nobody())
        lines.push_back({"whatif.nobody"});
    add_story(at.know, *asked, lines, "whatif.silence", played.silence);
    add_story(at.know, *asked, lines, "whatif.handled", played.handled);
    lines.push_back({"whatif.note"});
    reply(who, lines);
}

} // namespace bot::flow
