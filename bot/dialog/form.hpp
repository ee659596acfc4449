#pragma once

#include "bot/dialog/condition.hpp"
#include "bot/rules/problem.hpp"
#include "bot/rules/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

enum class field_type : std::uint8_t {
    secret_gate,   ///< does it hold state secrets? Anything but "no" ends the conversation and keeps nothing
    text,          ///< free text
    choice,        ///< one option of a list
    choices,       ///< several options of a list; none of them (0) where the field is not required
    yes_no_unsure, ///< có / không / chưa rõ
    time,          ///< a moment; see time_phrase.hpp
    phone,         ///< a telephone number
    email,         ///< a mail address
    number,        ///< a whole number
    incident_number, ///< "12", "SC-2026-000012"
    attachments,     ///< pictures and files, ended by "xong"
};

/// An option of a list that stands in the form itself. Its label is the text `form.<wording>.<field>.<key>`.
struct option {
    std::string key;
    std::vector<std::string> words;         ///< folded: what a person may write instead of its number
    std::optional<rules::duration> after{}; ///< of a time field: so long from now
    bool end_of_day = false;                ///< of a time field: 23:59 today
};

/// Where the wording of an official form's item comes from.
enum class wording_basis : std::uint8_t {
    official, ///< the label was found in the text of the form
    lost, ///< the form has this item, but its label is lost: the wording is ours and is marked so on exports
    product, ///< our own question: no item of a form
};

/// One question.
struct field {
    std::string key;
    field_type type = field_type::text;
    bool required = true;
    std::string
        wording; ///< names its texts: `form.<wording>.<key>` and below it `.hint`, `.label`, `.<option>`
    std::string prompt; ///< "form.<wording>.<key>"
    bool has_hint = false;
    std::vector<option> options; ///< of a time field: moments to pick; for yes_no_unsure and secret_gate:
                                 ///< yes, no, unsure, filled in by the loader
    std::string source;          ///< dynamic options come before the fixed ones; "" if there are none
    bool take_single = false;    ///< with exactly one dynamic option it is taken without asking
    std::string other;          ///< key of the option that free text stands for; "" if free text is no answer
    int numbered_from = 1;      ///< number of the first option
    bool allow_unknown = false; ///< "không rõ" is an answer (time, number)
    bool future = false;        ///< time: lies ahead instead of back
    std::size_t max_length = 4000;  ///< text: characters (code points)
    std::optional<condition> when;  ///< asked only if it holds
    std::vector<std::string> facts; ///< facts of the context that the question's text names
    std::string item;               ///< number in the official form, "" if it has none (or it is lost)
    wording_basis label_basis = wording_basis::product;
    std::string article; ///< what demands the question; "" only when basis is cfg
    std::string basis;   ///< law, inf or cfg
};

/// A guided conversation as data: its questions in order.
struct form {
    std::string id;
    int version = 1;
    std::string official; ///< the official form it fills in ("QĐ 4494 Mẫu 1"), "" if none
    bool review = false;  ///< a card with all answers is shown before it is sent
    std::vector<field> fields;

    [[nodiscard]] const field* find(std::string_view key) const;
};

/// Reads one form, noting every fault with file and JSON pointer. Nothing when there is any.
/// Refused besides wrong shapes: unknown keys, two fields or options of one name, an option word that two
/// options share or that is a word of navigation, a condition on a field that does not come earlier, a law's
/// basis without its article, a secret gate that is not the first question.
std::optional<form> parse_form(std::string_view json, const std::string& file, rules::problems& faults);

} // namespace bot::dialog
