#include "bot/dialog/option_match.hpp"

#include "bot/dialog/one_slip.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace bot::dialog {

namespace {

constexpr std::array<std::string_view, 16> opening_courtesies{
    "da vang", "da", "thua", "em chon", "toi chon",  "minh chon", "chi chon", "anh chon",
    "chon",    "so", "muc",  "cau",     "phuong an", "option",    "number",   "i choose"};
constexpr std::array<std::string_view, 8> closing_courtesies{"a",      "nhe", "nha", "nhe em",
                                                             "nha em", "em",  "ah",  "please"};

constexpr std::size_t shortest_beginning = 2;
constexpr std::size_t shortest_part = 3;
constexpr std::size_t shortest_slip = 4;
constexpr char last_action_letter = 'f';    ///< "2h" is no option but a time
constexpr std::size_t longest_answer = 160; ///< bytes; more is no name of an option

/// "12" or, from a card with lettered actions, "12a" and "12 a".
std::optional<int> number_in(std::string_view folded)
{
    int number = 0;
    const auto [end, fault] = std::from_chars(folded.data(), folded.data() + folded.size(), number);
    if (fault != std::errc{} || number < 0)
        return std::nullopt;
    std::string_view tail(end, folded.data() + folded.size());
    if (tail.starts_with(' '))
        tail.remove_prefix(1);
    if (tail.empty() || (tail.size() == 1 && tail.front() >= 'a' && tail.front() <= last_action_letter))
        return number;
    return std::nullopt;
}

bool has_part(std::string_view words, std::string_view part)
{
    for (auto at = words.find(part); at != std::string_view::npos; at = words.find(part, at + 1)) {
        const bool begins = at == 0 || words[at - 1] == ' ';
        const bool ends = at + part.size() == words.size() || words[at + part.size()] == ' ';
        if (begins && ends)
            return true;
    }
    return false;
}

/// The options one of whose words passes `test`.
template <class Test>
std::vector<const listed_option*> passing(std::span<const listed_option> options,
                                          const std::vector<std::string>& folded_labels, Test test)
{
    std::vector<const listed_option*> found;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool passes = options[i].fixed != nullptr ? std::ranges::any_of(options[i].fixed->words, test)
                                                        : test(folded_labels[i]);
        if (passes)
            found.push_back(&options[i]);
    }
    return found;
}

} // namespace

std::string_view without_courtesies(std::string_view folded)
{
    for (bool again = true; again;) {
        again = false;
        for (const auto word : opening_courtesies)
            if (folded.size() > word.size() && folded.starts_with(word) && folded[word.size()] == ' ') {
                folded.remove_prefix(word.size() + 1);
                again = true;
            }
        for (const auto word : closing_courtesies)
            if (folded.size() > word.size() && folded.ends_with(word) &&
                folded[folded.size() - word.size() - 1] == ' ') {
                folded.remove_suffix(word.size() + 1);
                again = true;
            }
    }
    return folded;
}

option_match find_option(std::string_view folded, std::span<const listed_option> options, match_kind kind)
{
    if (folded.empty() || folded.size() > longest_answer)
        return {};
    const auto bare = without_courtesies(folded);
    std::vector<std::string> labels(options.size());
    for (std::size_t i = 0; i < options.size(); ++i)
        if (const auto* own = std::get_if<std::string>(&options[i].label);
            own != nullptr && options[i].fixed == nullptr)
            labels[i] = fold(*own);

    option_match match{
        .found = passing(options, labels, [&](const std::string& words) { return words == folded; })};
    if (match.found.empty())
        match.found = passing(options, labels, [&](const std::string& words) { return words == bare; });
    if (!match.found.empty())
        return match;
    if (auto number = number_in(folded); number || (number = number_in(bare))) {
        const auto at = std::ranges::find(options, *number, &listed_option::number);
        match.was_number = true;
        if (at != options.end())
            match.found.push_back(&*at);
        return match;
    }
    if (kind == match_kind::exact)
        return match;
    const auto by = [&](std::size_t shortest, auto fits) {
        if (match.found.empty())
            match.found = passing(options, labels, [&](const std::string& words) {
                return (folded.size() >= shortest && fits(words, folded)) ||
                       (bare.size() >= shortest && fits(words, bare));
            });
    };
    by(shortest_beginning,
       [](std::string_view words, std::string_view typed) { return words.starts_with(typed); });
    by(shortest_part, has_part);
    by(shortest_slip, is_one_slip_away);
    return match;
}

} // namespace bot::dialog
