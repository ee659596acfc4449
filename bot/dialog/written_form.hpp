#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/form.hpp"
#include "bot/dialog/step.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A form filled in on paper, so to speak: all questions at once in one letter, answers under their labels.
namespace bot::dialog {

/// The words a question is recognised by, folded: its label in every language we write.
struct written_label {
    const field* what;
    std::vector<std::string> folded;
};

/// An answer as it stands in a letter, trimmed; never empty.
struct written_answer {
    const field* what;
    std::string text;
};

/// Finds the answers in a text: "label: answer", "3. label<TAB>answer", or the answer on the lines below the label, with marks of
/// quotation before any line. A line in parentheses below a label is our own hint and no answer. Where a line has a number and no
/// label ("3. HIS"), the number counts in `numbered`, the questions of the letter that is answered. Of a label that stands twice the
/// first answer counts.
std::vector<written_answer> find_answers(std::string_view text, std::span<const written_label> labels, std::span<const field* const> numbered);

/// What stands above the first label or numbered answer: words of the sender's own.
std::string text_before_answers(std::string_view text, std::span<const written_label> labels, std::span<const field* const> numbered);

/// A draft after a letter was read.
struct filled_in {
    conversation draft;
    std::vector<const field*> taken;                          ///< answered by this letter
    std::vector<std::pair<const field*, phrase>> refused;     ///< what was wrong with the others: `say.wrong.*`
    bool stopped_secret = false;                              ///< a state secret, or doubt about it: keep nothing
};

/// Takes the answers into the draft, in the form's order, so that later questions may depend on earlier ones. An answer that does not
/// fit leaves the question open; a time that had to be guessed at is taken (the letter shows it back).
filled_in fill_in(const form& what, conversation draft, std::span<const written_answer> answers, const context& around);

/// The questions that apply and have no answer yet: those that must be answered, then the others, in the form's order.
std::vector<const field*> open_fields(const form& what, const conversation& draft, const fact_table& facts);

/// Whether a question must be answered before the form is complete.
bool must_be_answered(const field& one);

} // namespace bot::dialog
