#include "bot/flow/unit_duties.hpp"

#include "bot/dialog/long_text.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/roster.hpp"
#include "bot/text.hpp"
#include "messages/when.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

/// What stands behind "đã nộp": which duty, and the proof after it.
struct named_duty {
    std::optional<std::size_t> number{};
    std::string words{}; ///< folded, "" where a number is given
    std::string proof{};
};

bool is_sign(char c)
{
    return c == ':' || c == ',' || c == '-' || c == '.' || c == ';' || c == ' ';
}

std::string without_signs_before(std::string_view text)
{
    while (!text.empty() && is_sign(text.front()))
        text.remove_prefix(1);
    return std::string(dialog::trimmed(text));
}

/// "2: CV 12/BV", "số 2 CV 12/BV" or "báo cáo năm: CV 12/BV".
named_duty read_named(std::string_view rest)
{
    rest = dialog::trimmed(rest);
    std::string_view figure = rest;
    if (const auto first = figure.substr(0, figure.find(' ')); fold(first) == "so" || fold(first) == "muc")
        figure = dialog::trimmed(figure.substr(first.size()));
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(figure.data(), figure.data() + figure.size(), number);
    const std::string_view left(end, static_cast<std::size_t>(figure.data() + figure.size() - end));
    if (fault == std::errc{} && (left.empty() || is_sign(left.front())))
        return {.number = number, .words = {}, .proof = without_signs_before(left)};
    const auto colon = rest.find(':');
    return {.number = {},
            .words = fold(rest.substr(0, colon)),
            .proof = colon == std::string_view::npos ? "" : without_signs_before(rest.substr(colon + 1))};
}

/// Whether each of the words stands in the text.
bool all_in(const std::string& words, const std::string& text)
{
    const std::string padded = " " + text + " ";
    for (std::size_t from = 0; from < words.size();) {
        const auto to = std::min(words.find(' ', from), words.size());
        if (to > from && padded.find(" " + words.substr(from, to - from) + " ") == std::string::npos)
            return false;
        from = to + 1;
    }
    return true;
}

std::vector<std::size_t> places_meant(const speaker& who, const std::vector<owed_duty>& list, const named_duty& named, bool done)
{
    std::vector<std::size_t> places;
    if (named.number) {
        if (*named.number >= 1 && *named.number <= list.size())
            places.push_back(*named.number - 1);
        return places;
    }
    if (named.words.empty())
        return places;
    for (std::size_t i = 0; i < list.size(); ++i)
        for (const auto& language : who.at.know.texts.languages())
            if (all_in(named.words, fold(who.at.know.texts.text(language, {list[i].clock.title}) + " " + list[i].unit->name))) {
                places.push_back(i);
                break;
            }
    // Of several, the one that is still to be done (or to be taken back) is meant.
    auto fitting = places;
    std::erase_if(fitting, [&](std::size_t i) { return list[i].done.has_value() != done; });
    return fitting.size() == 1 ? fitting : places;
}

phrase with_duty(std::string key, const owed_duty& duty, std::size_t place, bot::arguments more = {})
{
    bot::arguments args{{"number", static_cast<std::int64_t>(place + 1)},
                        {"unit", duty.unit->name},
                        {"what", phrases{{duty.clock.title}}},
                        {"year", std::to_string(duty.year)}};
    args.merge(more);
    return {std::move(key), std::move(args)};
}

phrase proof_phrase(const std::string& proof)
{
    return proof.empty() ? phrase{"duties.proof_none"} : phrase{"duties.proof", {{"proof", shown(proof)}}};
}

phrase state_line(const speaker& who, const owed_duty& duty, std::size_t place)
{
    const auto mark = std::to_string(place + 1) + ".";
    if (!duty.done)
        return duty_line(duty, mark, who.at.now);
    const bool late = duty.clock.state == rules::deadline_state::missed;
    return {late ? "duties.line_done_late" : "duties.line_done",
            {{"mark", mark},
             {"unit", duty.unit->name},
             {"what", phrases{{duty.clock.title}}},
             {"by", name_of_person(who.at, duty.done->by)},
             {"at", rules::format_vietnam(duty.done->done_at).substr(0, 10)},
             {"proof", phrases{proof_phrase(duty.done->proof)}}}};
}

phrases list_lines(const speaker& who, const std::vector<owed_duty>& list)
{
    phrases lines;
    for (std::size_t i = 0; i < list.size(); ++i)
        lines.push_back(state_line(who, list[i], i));
    return lines;
}

/// The duty that is meant; when it is none or several, the person is shown the list and nothing is done.
std::optional<std::size_t> place_meant(const speaker& who, const std::vector<owed_duty>& list, const named_duty& named, bool done)
{
    const auto places = places_meant(who, list, named, done);
    if (places.size() == 1)
        return places.front();
    phrases lines{{places.empty() && (named.number || !named.words.empty()) ? "duties.not_on_list" : "duties.which"}};
    if (places.empty()) {
        const auto all = list_lines(who, list);
        lines.insert(lines.end(), all.begin(), all.end());
    }
    for (const auto i : places)
        lines.push_back(state_line(who, list[i], i));
    reply(who, lines);
    return std::nullopt;
}

/// The person's duties; empty after they have heard why there are none.
std::vector<owed_duty> own_list(const speaker& who)
{
    if (who.self.person.empty()) {
        invite_to_link(who);
        return {};
    }
    auto list = duties_of_person(who.at, who.self.person);
    if (list.empty())
        reply(who, {{"duties.none"}});
    return list;
}

} // namespace

void show_unit_duties(const speaker& who)
{
    const auto list = own_list(who);
    if (list.empty())
        return;
    phrases lines{{"duties.head", {{"year", std::to_string(static_cast<int>(rules::to_vietnam(who.at.now).date.year()))}}}};
    for (std::size_t i = 0; i < list.size(); ++i) {
        lines.push_back(state_line(who, list[i], i));
        const bool law = list[i].clock.figure_basis == rules::basis::law;
        lines.push_back({law ? "duties.by_law" : "duties.by_default", {{"article", list[i].clock.article}}});
    }
    const auto open = std::ranges::find_if(list, [](const owed_duty& one) { return !one.done; });
    if (open != list.end())
        lines.push_back({"duties.how_to_record", {{"number", std::to_string(open - list.begin() + 1)}}});
    reply(who, lines);
}

void unit_duty_done(const speaker& who, const std::string& rest)
{
    const auto list = own_list(who);
    if (list.empty())
        return;
    const auto named = read_named(rest);
    const auto place = place_meant(who, list, named, false);
    if (!place)
        return;
    auto duty = list[*place];
    if (duty.done && (named.proof.empty() || named.proof == duty.done->proof))
        return reply(who, {with_duty("duties.done_already", duty, *place,
                                     {{"by", name_of_person(who.at, duty.done->by)},
                                      {"at", phrases{messages::moment(duty.done->done_at, who.at.now)}},
                                      {"proof", phrases{proof_phrase(duty.done->proof)}}})});
    // A proof that is handed in later changes neither who did it nor when.
    auto record = duty.done.value_or(store::discharged_duty{duty.unit->id, duty.clock.rule_id, duty.year, who.at.now, who.self.person, ""});
    record.proof = named.proof;
    store::discharge_duty(who.at.tx, record);
    duty.done = std::move(record);
    plan_unit_duty(who.at, duty);
    phrases said{with_duty("duties.recorded", duty, *place, {{"proof", phrases{proof_phrase(named.proof)}}})};
    if (named.proof.empty())
        said.push_back({"duties.proof_wanted", {{"number", static_cast<std::int64_t>(*place + 1)}}});
    reply(who, said);
}

void unit_duty_undone(const speaker& who, const std::string& rest)
{
    const auto list = own_list(who);
    if (list.empty())
        return;
    const auto place = place_meant(who, list, read_named(rest), true);
    if (!place)
        return;
    auto duty = list[*place];
    if (!duty.done)
        return reply(who, {with_duty("duties.not_done", duty, *place, {{"due", phrases{day_due(duty, who.at.now)}}})});
    store::reopen_duty(who.at.tx, duty.unit->id, duty.clock.rule_id, duty.year);
    if (auto open = find_duty(who.at, duty.unit->id, duty.clock.rule_id, duty.year)) {
        plan_unit_duty(who.at, *open, true);
        reply(who, {with_duty("duties.reopened", *open, *place, {{"due", phrases{day_due(*open, who.at.now)}}})});
    }
}

} // namespace bot::flow
