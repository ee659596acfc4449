#include "bot/dialog/dialogue.hpp"

#include "bot/dialog/confirmation.hpp"
#include "bot/dialog/prompt.hpp"
#include "bot/dialog/read_answer.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

constexpr int strikes_before_help = 3;
constexpr std::size_t most_attachments = 30; ///< of one form

phrase text_line(std::string key)
{
    return {.key = std::move(key)};
}

} // namespace

dialogue::dialogue(const form& what, conversation draft, const context& around)
    : form_(what), draft_(std::move(draft)), around_(around)
{
}

turn dialogue::result() &&
{
    if (turn_.event != turn_event::submitted && turn_.event != turn_event::cancelled &&
        turn_.event != turn_event::stopped_secret)
        turn_.next = std::move(draft_);
    return std::move(turn_);
}

turn stopped_for_secrecy(const context& around)
{
    turn last{.next = {}, .say = {text_line("say.secret")}, .done = {}, .event = turn_event::stopped_secret};
    if (const auto contact = around.facts.find("secret_contact"); contact != around.facts.end())
        last.say.push_back({"say.secret_contact", {{"contact", contact->second}}});
    return last;
}

void dialogue::take(const std::vector<attachment>& sent, std::string_view text, std::string_view folded)
{
    if (!sent.empty())
        keep(sent);
    if (text.empty() && !sent.empty())
        return say_prompt();
    switch (draft_.now) {
    case phase::asking:
        return take_answer(text, folded);
    case phase::reviewing:
        return take_review(folded);
    case phase::confirming_cancel:
        return take_cancel_decision(folded);
    case phase::confirming_time:
        return take_time_decision(text, folded);
    case phase::confirming_cut:
        return take_cut_decision(text, folded);
    case phase::asleep:
        return take_asleep(folded);
    }
}

/// Notes what was sent; when it is too much, none of it, and the person hears so.
void dialogue::keep(const std::vector<attachment>& sent)
{
    if (draft_.attachments.size() + sent.size() > most_attachments) {
        return say(
            {"say.wrong.too_many_attachments", {{"limit", static_cast<std::int64_t>(most_attachments)}}});
    }
    for (auto one : sent) {
        one.field = draft_.cursor;
        draft_.attachments.push_back(std::move(one));
    }
    say({"say.attachments_noted", {{"count", static_cast<std::int64_t>(sent.size())}}});
}

void dialogue::take_answer(std::string_view text, std::string_view folded)
{
    const auto* one = open_question(form_, draft_, around_.facts);
    if (one == nullptr)
        return go_on();
    draft_.cursor = one->key;
    if (const auto word = parse_navigation(folded); word && navigate(*word))
        return;
    if (one->type == field_type::attachments)
        return take_attachment_note(text, folded);
    auto read = read_answer(*one, text, folded, around_);
    if (!read)
        return refuse(std::move(read.error()));
    accept(*one, std::move(*read));
}

void dialogue::accept(const field& one, reading read)
{
    if (read.assumed || read.cut) {
        draft_.now = read.assumed ? phase::confirming_time : phase::confirming_cut;
        draft_.pending = std::move(read.what);
        draft_.strikes = 0;
        if (read.cut)
            say({"say.too_long",
                 {{"length", static_cast<std::int64_t>(read.length)},
                  {"limit", static_cast<std::int64_t>(one.max_length)}}});
        return say_prompt();
    }
    const auto* option = std::get_if<chosen>(&read.what);
    if (one.type == field_type::secret_gate && (option == nullptr || option->key != "no")) {
        turn_ = stopped_for_secrecy(around_);
        return;
    }
    if (const auto* at = std::get_if<rules::instant>(&read.what))
        say({"say.time_noted", {{"when", rules::format_vietnam(*at)}}});
    record(one, std::move(read.what));
    go_on();
}

void dialogue::record(const field& one, value what)
{
    draft_.strikes = 0;
    draft_.now = phase::asking;
    draft_.pending.reset();
    const auto given = std::ranges::find(draft_.answers, one.key, &answer::field);
    if (given == draft_.answers.end())
        draft_.answers.push_back({.field = one.key, .what = std::move(what)});
    else
        given->what = std::move(what);
}

void dialogue::go_on()
{
    const auto* next = next_open(form_, draft_, around_.facts);
    while (next != nullptr && take_single(*next))
        next = next_open(form_, draft_, around_.facts);
    if (next == nullptr && !form_.review)
        return submit();
    draft_.now = next == nullptr ? phase::reviewing : phase::asking;
    draft_.cursor = next == nullptr ? std::string() : next->key;
    say_prompt();
}

/// Whether there was nothing to choose: no option at all, or a single one where that is taken without asking.
bool dialogue::take_single(const field& one)
{
    if (one.source.empty())
        return false;
    auto options = options_of(one, around_);
    if (options.size() > 1 || (options.size() == 1 && !one.take_single))
        return false;
    value only = skipped{};
    if (options.size() == 1) {
        const auto* label = std::get_if<std::string>(&options.front().label);
        only = chosen{.key = options.front().key, .label = label == nullptr ? std::string() : *label};
    }
    draft_.answers.push_back({.field = one.key, .what = std::move(only), .known = true});
    return true;
}

void dialogue::submit()
{
    turn_.done = submission_so_far(form_, draft_, around_);
    turn_.event = turn_event::submitted;
}

void dialogue::wake()
{
    if (draft_.now == phase::asleep)
        draft_.now = draft_.back_to;
    turn_.event = turn_event::woken;
    if (draft_.now == phase::asking && open_question(form_, draft_, around_.facts) == nullptr)
        return go_on();
    say_prompt();
}

void dialogue::say(phrase line)
{
    turn_.say.push_back(std::move(line));
}

void dialogue::say_prompt()
{
    auto lines = prompt(form_, draft_, around_);
    turn_.say.insert(turn_.say.end(), std::make_move_iterator(lines.begin()),
                     std::make_move_iterator(lines.end()));
}

void dialogue::refuse(phrase why)
{
    say(std::move(why));
    if (++draft_.strikes >= strikes_before_help)
        say(text_line("say.offer_help"));
    say_prompt();
}

} // namespace bot::dialog
