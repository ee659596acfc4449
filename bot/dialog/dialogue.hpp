#pragma once

#include "bot/dialog/course.hpp"
#include "bot/dialog/navigation.hpp"
#include "bot/dialog/option_list.hpp"
#include "bot/dialog/step.hpp"

#include <string_view>
#include <vector>

namespace bot::dialog {

struct reading;

/// One turn in the making: the conversation as it changes and what is said about it. Used once.
class dialogue {
public:
    dialogue(const form& what, conversation draft, const context& around);

    /// Moves on to the next question without an answer, else to the card, else hands in.
    void go_on();
    /// Takes what the person sent. `text` is NFC and trimmed; `folded` its folded form, "" for long text.
    void take(const std::vector<attachment>& sent, std::string_view text, std::string_view folded);
    /// Out of sleep, and asks again.
    void wake();
    turn result() &&;

private:
    // By phase.
    void take_answer(std::string_view text, std::string_view folded);
    void take_review(std::string_view folded);
    void take_cancel_decision(std::string_view folded);
    void take_time_decision(std::string_view text, std::string_view folded);
    void take_cut_decision(std::string_view text, std::string_view folded);
    void take_asleep(std::string_view folded);

    // Navigation.
    bool navigate_anywhere(const navigation_word& word);
    bool navigate(const navigation_word& word);
    void go_back();
    void skip();
    void edit(int item);
    void show_card();

    // Answers.
    void keep(const std::vector<attachment>& sent);
    void take_attachment_note(std::string_view text, std::string_view folded);
    void accept(const field& one, reading read);
    void record(const field& one, value what);
    bool take_single(const field& one);

    // What is said.
    void say(phrase line);
    void say_prompt();
    void refuse(phrase why);
    void submit();

    const form& form_;
    conversation draft_;
    const context& around_;
    turn turn_{};
};

/// The conversation ends, nothing is kept, and the person hears how to report without a network.
turn stopped_for_secrecy(const context& around);

} // namespace bot::dialog
