#include "bot/dialog/read_selection.hpp"

#include "bot/dialog/option_match.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace bot::dialog {

namespace {

constexpr std::array<std::string_view, 16> words_for_none{"0",
                                                          "khong",
                                                          "ko",
                                                          "k",
                                                          "khong co",
                                                          "khong co gi",
                                                          "khong co dau hieu nao",
                                                          "chua",
                                                          "none",
                                                          "khong co muc nao",
                                                          "chua bao ai",
                                                          "chua co",
                                                          "khong muc nao",
                                                          "no",
                                                          "nothing",
                                                          "nobody"};

/// The numbers of "1 3", "1.3", "1/3", "1 va 3"; nothing when something else is among them.
std::optional<std::set<int>> numbers_in(std::string_view folded)
{
    std::set<int> numbers;
    while (!folded.empty()) {
        const auto end = folded.find_first_of(" ./");
        const auto word = folded.substr(0, end);
        folded.remove_prefix(end == std::string_view::npos ? folded.size() : end + 1);
        if (word.empty() || word == "va" || word == "and" || word == "so" || word == "muc")
            continue;
        int number = 0;
        const auto [stop, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (fault != std::errc{} || stop != word.data() + word.size())
            return std::nullopt;
        numbers.insert(number);
    }
    return numbers;
}

} // namespace

std::optional<selection> find_selection(std::string_view folded, std::span<const listed_option> options)
{
    const auto bare = without_courtesies(folded);
    if (std::ranges::find(words_for_none, bare) != words_for_none.end())
        return selection{};
    if (const auto numbers = numbers_in(bare); numbers && !numbers->empty()) {
        selection picked;
        for (const auto& one : options)
            if (numbers->contains(one.number))
                picked.keys.push_back(one.key);
        if (picked.keys.size() != numbers->size())
            return std::nullopt;
        return picked;
    }
    const auto match = find_option(folded, options, match_kind::lenient);
    if (match.found.size() != 1)
        return std::nullopt;
    return selection{.keys = {match.found.front()->key}};
}

} // namespace bot::dialog
