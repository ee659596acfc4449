#include "bot/dialog/prompt.hpp"

#include "bot/dialog/confirmation.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/dialog/masking.hpp"
#include "bot/dialog/option_list.hpp"
#include "bot/text.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_shown_answer = 160; ///< characters of an answer on the card

/// Most answers fit as they are; finding graphemes in the others costs more than all the rest of a card.
std::string short_line(std::string text)
{
    const bool fits_so = text.size() <= longest_shown_answer && text.find('\n') == std::string::npos;
    return fits_so ? std::move(text) : shorten(text, longest_shown_answer);
}

argument one_line(std::string key)
{
    return std::vector<phrase>{{.key = std::move(key)}};
}

phrase option_line(int number, argument label)
{
    return {"say.option_line", {{"number", std::int64_t{number}}, {"label", std::move(label)}}};
}

void append(std::vector<phrase>& lines, std::vector<phrase> more)
{
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

phrase question(const course& all, const field& one, const context& around)
{
    phrase text{.key = one.prompt};
    for (const auto& name : one.facts) {
        const auto fact = around.facts.find(name);
        text.args.emplace(name, fact == around.facts.end() ? std::string() : fact->second);
    }
    const auto number = all.number_of(&one);
    if (!number || *number > all.asked || all.asked < 2)
        return text;
    return {"say.question",
            {{"number", static_cast<std::int64_t>(*number)},
             {"total", static_cast<std::int64_t>(all.asked)},
             {"question", std::vector<phrase>{std::move(text)}}}};
}

std::vector<phrase> option_lines(const field& one, const context& around)
{
    std::vector<phrase> lines;
    for (auto& each : options_of(one, around))
        lines.push_back(option_line(each.number, std::move(each.label)));
    if (one.type == field_type::choices && !one.required)
        lines.push_back(option_line(0, one_line("say.option.none")));
    return lines;
}

/// "{first}; {rest}", so that several labels stand on one line.
argument series(const field& one, const std::vector<std::string>& keys)
{
    argument all = label_of(one, {.key = keys.back(), .label = {}});
    for (std::size_t i = keys.size() - 1; i > 0; --i)
        all = std::vector<phrase>{
            {"say.series",
             {{"first", label_of(one, {.key = keys[i - 1], .label = {}})}, {"rest", std::move(all)}}}};
    return all;
}

} // namespace

argument shown(const field& one, const value& answer)
{
    if (std::holds_alternative<skipped>(answer))
        return one_line("say.value.skipped");
    if (std::holds_alternative<unknown>(answer))
        return one_line("say.value.unknown");
    if (const auto* at = std::get_if<rules::instant>(&answer))
        return rules::format_vietnam(*at);
    if (const auto* number = std::get_if<std::int64_t>(&answer))
        return one.type == field_type::attachments
                   ? argument(std::vector<phrase>{{"say.value.attachments", {{"count", *number}}}})
                   : argument(*number);
    if (const auto* option = std::get_if<chosen>(&answer))
        return label_of(one, *option);
    if (const auto* several = std::get_if<selection>(&answer))
        return several->keys.empty() ? one_line("say.value.none") : series(one, several->keys);
    const auto& text = std::get<std::string>(answer);
    // Masked before it is shortened, so that no half of a number is left; far more than is shown is not
    // looked at.
    return one.type == field_type::text
               ? short_line(mask_patient_identifiers(first_characters(text, 4 * longest_shown_answer)))
               : short_line(text);
}

std::vector<phrase> ask(const form& what, const field& one, const conversation& draft, const context& around)
{
    std::vector<phrase> lines{question(course_of(what, draft, around.facts), one, around)};
    append(lines, option_lines(one, around));
    if (one.has_hint)
        lines.push_back({.key = one.prompt + ".hint"});
    if (one.allow_unknown)
        lines.push_back({.key = "say.may_not_know"});
    if (one.type == field_type::attachments && !draft.attachments.empty())
        lines.push_back(
            {"say.attachments_so_far", {{"count", static_cast<std::int64_t>(draft.attachments.size())}}});
    const auto* given = draft.find(one.key);
    if (given != nullptr)
        lines.push_back({"say.current", {{"value", shown(one, given->what)}}});
    else if (!one.required && one.type != field_type::choices)
        lines.push_back({.key = "say.may_skip"});
    return lines;
}

std::vector<phrase> card(const form& what, const conversation& draft, const context& around)
{
    std::vector<phrase> lines;
    std::int64_t number = 0;
    for (const auto* one : course_of(what, draft, around.facts).items) {
        ++number;
        if (const auto* given = draft.find(one->key))
            lines.push_back({"say.card_line",
                             {{"number", number},
                              {"label", one_line(one->prompt + ".label")},
                              {"value", shown(*one, given->what)}}});
    }
    return lines;
}

std::vector<phrase> review(const form& what, const conversation& draft, const context& around)
{
    std::vector<phrase> lines{{.key = "say.review"}};
    append(lines, card(what, draft, around));
    if (!draft.attachments.empty())
        lines.push_back(
            {"say.attachments_so_far", {{"count", static_cast<std::int64_t>(draft.attachments.size())}}});
    return lines;
}

std::vector<phrase> prompt(const form& what, const conversation& draft, const context& around)
{
    std::vector<phrase> lines;
    switch (draft.now) {
    case phase::reviewing:
        return review(what, draft, around);
    case phase::asleep:
        return {{.key = "say.asleep_reminder"}};
    case phase::confirming_cancel: {
        const auto own = std::ranges::count_if(draft.answers, [](const answer& one) { return !one.known; });
        lines.push_back({"say.cancel", {{"count", std::int64_t{own}}}});
        break;
    }
    case phase::confirming_time:
        lines.push_back(
            {"say.time", {{"when", rules::format_vietnam(std::get<rules::instant>(draft.pending.value()))}}});
        break;
    case phase::confirming_cut:
        lines.push_back({.key = "say.cut"});
        break;
    case phase::asking: {
        const auto* one = open_question(what, draft, around.facts);
        return one == nullptr ? review(what, draft, around) : ask(what, *one, draft, around);
    }
    }
    for (auto& each : confirmation_options(draft.now))
        lines.push_back(option_line(each.number, std::move(each.label)));
    return lines;
}

} // namespace bot::dialog
