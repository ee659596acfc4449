#include "bot/dialog/read_answer.hpp"

#include "bot/dialog/contact.hpp"
#include "bot/dialog/incident_number.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/dialog/option_match.hpp"
#include "bot/dialog/read_selection.hpp"
#include "bot/dialog/time_phrase.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bot::dialog {

namespace {

using outcome = tl::expected<reading, phrase>;

constexpr std::size_t longest_short_answer = 200; ///< bytes of an answer that is not free text

tl::unexpected<phrase> wrong(std::string_view how, arguments args = {})
{
    return tl::unexpected(phrase{.key = "say.wrong." + std::string(how), .args = std::move(args)});
}

/// A letter or digit somewhere: emoji, dots and blanks alone say nothing.
bool says_something(std::string_view text)
{
    return !fold(text.substr(0, end_of_characters(text, longest_short_answer))).empty() ||
           !fold(text).empty();
}

outcome read_text(const field& what, std::string_view text, std::string_view folded)
{
    if (folded.empty() && !says_something(text))
        return wrong("empty");
    const auto length = count_characters(text);
    if (length <= what.max_length)
        return reading{.what = std::string(text)};
    return reading{.what = first_characters(text, what.max_length), .cut = true, .length = length};
}

arguments range_of(const std::vector<listed_option>& options)
{
    return {{"first", std::int64_t{options.front().number}}, {"last", std::int64_t{options.back().number}}};
}

outcome read_choice(const field& what, std::string_view text, std::string_view folded, const context& around)
{
    const auto options = options_of(what, around);
    if (options.empty())
        return wrong("no_options");
    const auto kind = what.type == field_type::secret_gate ? match_kind::exact : match_kind::lenient;
    const auto match = find_option(folded, options, kind);
    if (match.found.size() == 1) {
        const auto& one = *match.found.front();
        const auto* own = std::get_if<std::string>(&one.label);
        return reading{.what = chosen{.key = one.key, .label = own == nullptr ? std::string() : *own}};
    }
    if (!match.found.empty()) {
        std::vector<phrase> lines;
        for (const auto* one : match.found)
            lines.push_back(
                {"say.option_line", {{"number", std::int64_t{one->number}}, {"label", one->label}}});
        return wrong("ambiguous", {{"options", std::move(lines)}});
    }
    if (match.was_number)
        return wrong("number", range_of(options));
    if (!what.other.empty() && (!folded.empty() || says_something(text))) {
        const auto length = count_characters(text);
        return reading{.what = chosen{.key = what.other, .label = first_characters(text, what.max_length)},
                       .cut = length > what.max_length,
                       .length = length};
    }
    return wrong("choice", range_of(options));
}

outcome read_choices(const field& what, std::string_view folded, const context& around)
{
    const auto options = options_of(what, around);
    if (options.empty())
        return wrong("no_options");
    const auto picked = find_selection(folded, options);
    if (!picked || (picked->keys.empty() && what.required))
        return wrong(what.required ? "choices_required" : "choices", range_of(options));
    return reading{.what = *picked};
}

bool is_unknown(std::string_view folded)
{
    constexpr std::array<std::string_view, 13> words{
        "khong ro",  "chua ro", "ko ro",   "k ro",        "khong biet", "chua biet",    "ko biet",
        "khong nho", "ko nho",  "unknown", "do not know", "dont know",  "i do not know"};
    return std::ranges::find(words, without_courtesies(folded)) != words.end();
}

rules::instant moment_of(const option& shortcut, rules::instant now)
{
    if (shortcut.after)
        return now + *shortcut.after;
    return rules::from_vietnam(rules::to_vietnam(now).date, 23, 59);
}

outcome read_time(const field& what, std::string_view text, std::string_view folded, const context& around)
{
    if (!what.options.empty()) {
        const auto shortcuts = options_of(what, around);
        if (const auto match = find_option(folded, shortcuts, match_kind::exact); match.found.size() == 1)
            return reading{.what = moment_of(*match.found.front()->fixed, around.now)};
    }
    const auto read = parse_time(text, around.now, what.future ? direction::future : direction::past);
    if (!read)
        switch (read.error()) {
        case time_fault::in_future:
            return wrong("time_in_future");
        case time_fault::in_past:
            return wrong("time_in_past");
        case time_fault::too_old:
            return wrong("time_too_old");
        case time_fault::too_far:
            return wrong("time_too_far");
        case time_fault::unreadable:
            return wrong("time");
        }
    if (read->at)
        return reading{.what = *read->at, .assumed = read->assumed};
    if (what.allow_unknown)
        return reading{.what = unknown{}};
    return wrong("time_needed");
}

outcome read_number(const field& what, std::string_view folded)
{
    if (what.allow_unknown && is_unknown(folded))
        return reading{.what = unknown{}};
    const auto bare = without_courtesies(folded);
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(bare.data(), bare.data() + bare.size(), number);
    if (fault != std::errc{} || end != bare.data() + bare.size() || number < 0)
        return wrong("whole_number");
    return reading{.what = number};
}

template <class Read>
outcome read_by(Read read, std::string_view text, std::string_view name)
{
    if (auto found = read(text))
        return reading{.what = std::move(*found)};
    return wrong(name);
}

} // namespace

outcome read_answer(const field& what, std::string_view text, std::string_view folded, const context& around)
{
    if (text.empty())
        return wrong("empty");
    const bool free_text =
        what.type == field_type::text || what.type == field_type::attachments || !what.other.empty();
    if (!free_text && text.size() > longest_short_answer)
        return wrong("too_long_for_this");
    switch (what.type) {
    case field_type::secret_gate:
    case field_type::choice:
    case field_type::yes_no_unsure:
        return read_choice(what, text, folded, around);
    case field_type::choices:
        return read_choices(what, folded, around);
    case field_type::time:
        return read_time(what, text, folded, around);
    case field_type::phone:
        return read_by(parse_phone, text, "phone");
    case field_type::email:
        return read_by(parse_email, text, "email");
    case field_type::incident_number:
        return read_by(parse_incident_number, text, "incident_number");
    case field_type::number:
        return read_number(what, folded);
    case field_type::attachments:
    case field_type::text:
        break;
    }
    return read_text(what, text, folded);
}

bool fits(const field& what, const value& known, const context& around)
{
    if (std::holds_alternative<skipped>(known))
        return !what.required;
    if (std::holds_alternative<unknown>(known))
        return what.allow_unknown;
    switch (what.type) {
    case field_type::secret_gate:
    case field_type::choice:
    case field_type::yes_no_unsure: {
        const auto* one = std::get_if<chosen>(&known);
        const auto options = options_of(what, around);
        return one != nullptr && std::ranges::find(options, one->key, &listed_option::key) != options.end();
    }
    case field_type::choices:
        return std::holds_alternative<selection>(known);
    case field_type::time:
        return std::holds_alternative<rules::instant>(known);
    case field_type::number:
        return std::holds_alternative<std::int64_t>(known);
    case field_type::text:
    case field_type::phone:
    case field_type::email:
    case field_type::incident_number:
    case field_type::attachments:
        break;
    }
    const auto* text = std::get_if<std::string>(&known);
    return text != nullptr && !text->empty();
}

} // namespace bot::dialog
