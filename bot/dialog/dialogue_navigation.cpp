#include "bot/dialog/confirmation.hpp"
#include "bot/dialog/dialogue.hpp"
#include "bot/dialog/option_match.hpp"
#include "bot/dialog/prompt.hpp"
#include "bot/dialog/read_answer.hpp"

#include <algorithm>
#include <array>

namespace bot::dialog {

/// Help, languages, sleep and giving up mean the same in every phase. False for other words.
bool dialogue::navigate_anywhere(const navigation_word& word)
{
    const bool resting = draft_.now == phase::asleep || draft_.now == phase::confirming_cancel;
    const auto here = resting ? draft_.back_to : draft_.now;
    switch (word.what) {
    case navigation::help:
        say({.key = "say.help"});
        break;
    case navigation::english:
        turn_.event = turn_event::to_english;
        break;
    case navigation::vietnamese:
        turn_.event = turn_event::to_vietnamese;
        break;
    case navigation::later:
        draft_.back_to = here;
        draft_.now = phase::asleep;
        turn_.event = turn_event::asleep;
        say({.key = "say.asleep"});
        return true;
    case navigation::cancel:
        draft_.back_to = here;
        draft_.now = phase::confirming_cancel;
        break;
    case navigation::back:
    case navigation::skip:
    case navigation::edit:
    case navigation::review:
    case navigation::resume:
    case navigation::send:
        return false;
    }
    draft_.strikes = 0;
    say_prompt();
    return true;
}

/// The words that move about among questions. False for "gửi", which is an answer like any other while a
/// question stands.
bool dialogue::navigate(const navigation_word& word)
{
    if (navigate_anywhere(word))
        return true;
    switch (word.what) {
    case navigation::back:
        go_back();
        return true;
    case navigation::skip:
        skip();
        return true;
    case navigation::edit:
        edit(word.item);
        return true;
    case navigation::review:
        show_card();
        return true;
    case navigation::resume:
        if (draft_.find(draft_.cursor) != nullptr || draft_.now == phase::reviewing)
            go_on();
        else
            say_prompt();
        return true;
    case navigation::help:
    case navigation::english:
    case navigation::vietnamese:
    case navigation::later:
    case navigation::cancel:
    case navigation::send:
        break;
    }
    return false;
}

void dialogue::go_back()
{
    draft_.strikes = 0;
    const auto all = course_of(form_, draft_, around_.facts);
    const auto number = all.number_of(form_.find(draft_.cursor));
    const std::size_t here = draft_.now == phase::reviewing ? all.asked + 1 : number.value_or(1);
    if (here > all.asked + 1 || (here == all.asked + 1 && draft_.now != phase::reviewing))
        return go_on(); // a question known beforehand was reached by "sửa N" and has none before it
    if (here < 2) {
        say({.key = "say.first_question"});
        return say_prompt();
    }
    draft_.now = phase::asking;
    draft_.cursor = all.items[here - 2]->key;
    say_prompt();
}

void dialogue::skip()
{
    const auto* one = form_.find(draft_.cursor);
    if (draft_.now == phase::reviewing || one == nullptr || draft_.find(one->key) != nullptr)
        return go_on(); // an answer once given stays: "bỏ qua" on the way back only moves on
    if (one->required)
        return refuse({.key = "say.wrong.cannot_skip"});
    record(*one, one->type == field_type::choices ? value(selection{}) : value(skipped{}));
    go_on();
}

void dialogue::edit(int item)
{
    const auto all = course_of(form_, draft_, around_.facts);
    if (item == 0) {
        say({.key = "say.edit_which"});
        return show_card();
    }
    const auto* next = next_open(form_, draft_, around_.facts);
    if (next != nullptr && next->type == field_type::secret_gate)
        return refuse({.key = "say.wrong.gate_first"});
    const auto index = static_cast<std::size_t>(item) - 1;
    if (index >= all.items.size())
        return refuse({"say.wrong.item", {{"last", static_cast<std::int64_t>(all.items.size())}}});
    draft_.strikes = 0;
    draft_.now = phase::asking;
    draft_.cursor = all.items[index]->key;
    say_prompt();
}

/// The answers so far; then what stands open, unless that is the card itself.
void dialogue::show_card()
{
    draft_.strikes = 0;
    if (draft_.now != phase::reviewing) {
        auto lines = card(form_, draft_, around_);
        say({.key = lines.empty() ? "say.no_answers_yet" : "say.answers_so_far"});
        for (auto& line : lines)
            say(std::move(line));
    }
    say_prompt();
}

/// A question for pictures and files: text is a note to them, "xong" goes on.
void dialogue::take_attachment_note(std::string_view text, std::string_view folded)
{
    const auto* one = form_.find(draft_.cursor);
    const auto word = parse_navigation(folded);
    constexpr std::array<std::string_view, 6> words_for_none{"khong co", "khong", "ko", "k", "none", "no"};
    const bool none = std::ranges::find(words_for_none, without_courtesies(folded)) != words_for_none.end();
    if ((word && word->what == navigation::send) || none) {
        const auto count = static_cast<std::int64_t>(draft_.attachments.size());
        if (count == 0 && one->required)
            return refuse({.key = "say.wrong.no_attachment"});
        if (draft_.find(one->key) == nullptr)
            record(*one, count == 0 ? value(skipped{}) : value(count));
        return go_on();
    }
    auto read = read_answer(*one, text, folded, around_);
    if (!read)
        return refuse(std::move(read.error()));
    accept(*one, std::move(*read));
}

void dialogue::take_review(std::string_view folded)
{
    // A newer version of the form, or a fact that changed, may have brought another question.
    if (agrees_to_send(folded))
        return next_open(form_, draft_, around_.facts) == nullptr ? submit() : go_on();
    if (const auto word = parse_navigation(folded); word && navigate(*word))
        return;
    const auto bare = without_courtesies(folded);
    if (!bare.empty() && bare.size() < 4 &&
        std::ranges::all_of(bare, [](char c) { return c >= '0' && c <= '9'; }) &&
        bare.find_first_not_of('0') != std::string_view::npos)
        return edit(std::stoi(std::string(bare)));
    refuse({.key = "say.wrong.review"});
}

void dialogue::take_cancel_decision(std::string_view folded)
{
    const auto decided = read_confirmation(phase::confirming_cancel, folded);
    if (decided && *decided) {
        turn_.event = turn_event::cancelled;
        return say({.key = "say.cancelled"});
    }
    if (decided) {
        draft_.now = draft_.back_to;
        draft_.strikes = 0;
        return say_prompt();
    }
    if (const auto word = parse_navigation(folded); word && navigate_anywhere(*word))
        return;
    refuse({.key = "say.wrong.one_or_two"});
}

void dialogue::take_time_decision(std::string_view text, std::string_view folded)
{
    const auto* one = open_question(form_, draft_, around_.facts);
    if (one == nullptr)
        return go_on();
    const auto decided = read_confirmation(phase::confirming_time, folded);
    if (decided && *decided) {
        record(*one, std::move(draft_.pending.value()));
        return go_on();
    }
    const auto word = parse_navigation(folded);
    if (word && word->what != navigation::send && navigate_anywhere(*word))
        return;
    // Anything else is another try at the question: a time, or a word of navigation.
    if (decided || (word && word->what == navigation::back)) {
        draft_.now = phase::asking;
        draft_.pending.reset();
        draft_.strikes = 0;
        return say_prompt();
    }
    if (word && word->what != navigation::send) {
        draft_.now = phase::asking;
        draft_.pending.reset();
        return take_answer(text, folded);
    }
    auto read = read_answer(*one, text, folded, around_);
    if (!read)
        return refuse({.key = "say.wrong.one_or_two"});
    draft_.now = phase::asking;
    draft_.pending.reset();
    accept(*one, std::move(*read));
}

void dialogue::take_cut_decision(std::string_view text, std::string_view folded)
{
    const auto* one = open_question(form_, draft_, around_.facts);
    if (one == nullptr)
        return go_on();
    const auto decided = read_confirmation(phase::confirming_cut, folded);
    if (decided && *decided) {
        record(*one, std::move(draft_.pending.value()));
        return go_on();
    }
    const auto word = parse_navigation(folded);
    if (decided || (word && word->what == navigation::back)) {
        draft_.now = phase::asking;
        draft_.pending.reset();
        draft_.strikes = 0;
        return say_prompt();
    }
    if (word && navigate_anywhere(*word))
        return;
    if (word) // the long text is not thrown away by a word that would leave it
        return refuse({.key = "say.wrong.one_or_two"});
    auto read = read_answer(*one, text, folded, around_);
    if (!read)
        return refuse({.key = "say.wrong.one_or_two"});
    draft_.now = phase::asking;
    draft_.pending.reset();
    accept(*one, std::move(*read));
}

void dialogue::take_asleep(std::string_view folded)
{
    const auto word = parse_navigation(folded);
    if (word && word->what == navigation::resume)
        return wake();
    if (word && navigate_anywhere(*word))
        return;
    say_prompt();
}

} // namespace bot::dialog
