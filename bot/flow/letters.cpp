#include "bot/flow/letters.hpp"

#include "bot/dialog/navigation.hpp"
#include "bot/dialog/option_list.hpp"
#include "bot/dialog/prompt.hpp"
#include "bot/text.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::field;
using phrases = std::vector<phrase>;

phrase label_of(const messages::catalogue& texts, const field& one)
{
    return {texts.has(one.prompt + ".label") ? one.prompt + ".label" : one.prompt};
}

phrases label_of(const field& one)
{
    return {{one.type == dialog::field_type::secret_gate ? one.prompt : one.prompt + ".label"}};
}

/// "1 Có; 2 Không", so that the choices stand on one line below the label.
phrases options_line(const field& one, const dialog::context& around)
{
    const auto options = dialog::options_of(one, around);
    if (options.empty() || one.type == dialog::field_type::time)
        return {};
    argument series;
    for (auto each = options.rbegin(); each != options.rend(); ++each) {
        phrases option{{"letter.option", {{"number", std::int64_t{each->number}}, {"label", each->label}}}};
        series = each == options.rbegin() ? argument(std::move(option)) : argument(phrases{{"say.series", {{"first", std::move(option)}, {"rest", std::move(series)}}}});
    }
    return {{"letter.options", {{"options", std::move(series)}}}};
}

void append(phrases& lines, phrases more)
{
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

std::vector<dialog::written_label> labels_of(const knowledge& know, const dialog::form& what)
{
    std::vector<dialog::written_label> labels;
    for (const auto& one : what.fields) {
        dialog::written_label made{&one, {}};
        for (const auto& language : know.texts.languages()) {
            const auto text = know.texts.text(language, label_of(know.texts, one));
            made.folded.push_back(fold(text));
        }
        labels.push_back(std::move(made));
    }
    return labels;
}

letter_read read_letter(const speaker& who, const dialog::form& what, dialog::conversation draft, const dialog::context& around)
{
    const auto labels = labels_of(who.at.know, what);
    const auto numbered = dialog::open_fields(what, draft, around.facts);
    auto answers = dialog::find_answers(who.said, labels, numbered);
    for (auto& quoted : dialog::find_answers(who.quoted, labels, numbered)) {
        const bool open = std::ranges::find(numbered, quoted.what) != numbered.end();
        if (open && std::ranges::find(answers, quoted.what, &dialog::written_answer::what) == answers.end())
            answers.push_back(std::move(quoted));
    }
    return {dialog::fill_in(what, std::move(draft), answers, around), dialog::text_before_answers(who.said, labels, numbered)};
}

std::string first_line_of(const std::string& said)
{
    const auto begins = said.find_first_not_of(" \t\n");
    return begins == std::string::npos ? "" : said.substr(begins, said.find('\n', begins) - begins);
}

bool steers(const std::string& said)
{
    return dialog::parse_navigation(fold(first_line_of(said))).has_value();
}

bool is_complete(const dialog::form& what, const dialog::conversation& draft, const dialog::context& around)
{
    const auto open = dialog::open_fields(what, draft, around.facts);
    return std::ranges::none_of(open, [](const field* one) { return dialog::must_be_answered(*one); });
}

std::vector<phrase> letter_lines(const dialog::form& what, const letter_read& read, const dialog::context& around)
{
    phrases lines;
    phrases understood;
    for (const auto& one : read.filled.draft.answers)
        if (const auto* asked = what.find(one.field); asked != nullptr && !std::holds_alternative<dialog::skipped>(one.what))
            understood.push_back({"letter.understood_line", {{"label", label_of(*asked)}, {"answer", dialog::shown(*asked, one.what)}}});
    if (!understood.empty()) {
        lines.push_back({"letter.understood"});
        append(lines, std::move(understood));
    }
    if (!read.filled.refused.empty()) {
        lines.push_back({"letter.refused"});
        for (const auto& [one, why] : read.filled.refused)
            lines.push_back({"letter.refused_line", {{"label", label_of(*one)}, {"why", phrases{why}}}});
    }
    const auto open = dialog::open_fields(what, read.filled.draft, around.facts);
    if (open.empty())
        return lines;
    lines.push_back({"letter.questions"});
    std::int64_t number = 0;
    for (const auto* one : open) {
        lines.push_back({dialog::must_be_answered(*one) ? "letter.question_required" : "letter.question_optional", {{"number", ++number}, {"label", label_of(*one)}}});
        if (auto options = options_line(*one, around); !options.empty())
            append(lines, std::move(options));
        else if (one->has_hint)
            lines.push_back({"letter.hint", {{"hint", phrases{{one->prompt + ".hint"}}}}});
    }
    return lines;
}

} // namespace bot::flow
