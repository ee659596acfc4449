#pragma once

#include "bot/dialog/written_form.hpp"
#include "bot/flow/speaker.hpp"

#include <string>
#include <vector>

/// Forms by letter: all that is missing is asked at once, under numbered labels, and answered inline.
namespace bot::flow {

/// How the form's questions are labelled in our letters, in every language; for reading them back.
std::vector<dialog::written_label> labels_of(const knowledge& know, const dialog::form& what);

/// What a letter said about a form: its words above the answers, and the draft with the answers in it.
struct letter_read {
    dialog::filled_in filled;
    std::string words; ///< of the sender's own, above the first label
};

/// Reads a letter into a draft: what was written now, then, for questions that are still open, what stands filled in between our
/// quoted lines.
letter_read read_letter(const speaker&, const dialog::form& what, dialog::conversation draft, const dialog::context& around);

/// What was understood, what was not, and everything still open, as lines of one letter.
std::vector<phrase> letter_lines(const dialog::form& what, const letter_read& read, const dialog::context& around);

/// The first line of a letter that has something on it: commands and words that steer a form count there only.
std::string first_line_of(const std::string& said);

/// Whether a letter does nothing but steer the form ("hủy", "để sau").
bool steers(const std::string& said);

/// Whether nothing is left that must be answered.
bool is_complete(const dialog::form& what, const dialog::conversation& draft, const dialog::context& around);

} // namespace bot::flow
