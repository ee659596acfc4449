#include "bot/dialog/command.hpp"

#include "bot/dialog/command_table.hpp"
#include "bot/dialog/folded_words.hpp"
#include "bot/dialog/incident_number.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_verb = 6;         ///< words of the longest row
constexpr std::size_t words_read = 16;          ///< a verb, a number and the courtesies around them
constexpr std::size_t longest_menu_answer = 32; ///< bytes

using word_row = std::span<const folded_word>;

bool is_courtesy_before(std::string_view word)
{
    constexpr std::array<std::string_view, 9> courtesies{"da",  "vang", "em",   "toi",   "minh",
                                                         "anh", "chi",  "thua", "please"};
    return std::ranges::find(courtesies, word) != courtesies.end();
}

bool are_courtesies_after(word_row words)
{
    constexpr std::array<std::string_view, 12> courtesies{"a",    "nhe", "nha", "em",   "anh",    "chi",
                                                          "giup", "voi", "roi", "nhen", "please", "thanks"};
    return std::ranges::all_of(words, [&](const folded_word& word) {
        return std::ranges::find(courtesies, word.text) != courtesies.end();
    });
}

/// The longest row whose words begin `words`, and how many words that are.
std::pair<const command_row*, std::size_t> find_verb(word_row words)
{
    const auto table = command_table();
    std::string joined;
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < std::min(words.size(), longest_verb); ++i) {
        joined += (i == 0 ? "" : " ") + words[i].text;
        ends.push_back(joined.size());
    }
    for (std::size_t count = ends.size(); count > 0; --count) {
        const auto wanted = std::string_view(joined).substr(0, ends[count - 1]);
        const auto found = std::ranges::lower_bound(table, wanted, {}, &command_row::words);
        if (found != table.end() && found->words == wanted)
            return {&*found, count};
    }
    return {nullptr, 0};
}

std::string rest_after(std::string_view message, const folded_word& last)
{
    return std::string(trimmed(message.substr(last.end)));
}

bool takes_text(command_tail tail)
{
    return tail != command_tail::nothing && tail != command_tail::number;
}

/// The command of `row`, whose words are the first `taken` of `words`; nothing when what follows does not fit
/// it.
std::optional<command> read_tail(std::string_view message, word_row words, const command_row& row,
                                 std::size_t taken)
{
    command read{.what = row.what};
    bool text_may_follow = words[taken - 1].sign_after;
    if (row.tail == command_tail::number || row.tail == command_tail::text ||
        row.tail == command_tail::moment) {
        const auto number = take_incident_number(words.subspan(taken));
        const auto& last = number ? words[taken + number->words - 1] : words[taken - 1];
        const bool at_end = number && taken + number->words == words.size();
        // "dự kiến 12: 17h" names an incident, "dự kiến 2 tiếng nữa" does not.
        if (number && (row.tail != command_tail::moment || number->marked || last.sign_after || at_end)) {
            read.number = number->number;
            text_may_follow = number->marked || last.sign_after;
            taken += number->words;
        }
    }
    const auto left = words.subspan(taken);
    if (are_courtesies_after(left) && words.size() < words_read)
        return read;
    if (!takes_text(row.tail))
        return std::nullopt;
    // Without a sign or a number before it, what follows a verb makes a sentence.
    const bool sentence = row.tail == command_tail::text && !text_may_follow && !read.number;
    if (sentence)
        return std::nullopt;
    read.rest = rest_after(message, words[taken - 1]);
    read.loose = !text_may_follow;
    return read;
}

/// "dừng" (stop), "đúng" (right) and "dùng" (use) fold alike. Nobody is to be cut off for saying "đúng":
/// without its mark the word counts only where no question is open.
std::optional<command> with_care_for_stop(std::string_view message, command read)
{
    const std::string text = to_nfc(message);
    if (read.what != verb::stop || text.find("ừ") != std::string::npos || text.find("Ừ") != std::string::npos)
        return read;
    if (text.starts_with("đ") || text.starts_with("Đ") || text.find("ù") != std::string::npos)
        return std::nullopt;
    read.loose = fold(text).starts_with("dung");
    return read;
}

/// "vắng đến thứ Hai" (away) and "vâng, đến ngay" (yes) fold alike.
bool says_yes(std::string_view message, const command& read)
{
    const std::string text = to_nfc(message.substr(0, longest_menu_answer));
    return read.what == verb::absent && (text.starts_with("vâng") || text.starts_with("Vâng") || text.starts_with("VÂNG"));
}

std::optional<command> read_verb(std::string_view message, word_row words)
{
    const auto [row, taken] = find_verb(words);
    if (row == nullptr)
        return std::nullopt;
    auto read = read_tail(message, words, *row, taken);
    if (read && says_yes(message, *read))
        return std::nullopt;
    return read ? with_care_for_stop(message, std::move(*read)) : std::nullopt;
}

} // namespace

std::optional<command> parse_command(std::string_view text)
{
    const auto message = trimmed(text);
    if (message == "?")
        return command{.what = verb::help};
    const auto words = folded_words(message, words_read);
    if (words.empty())
        return std::nullopt;
    if (auto read = read_verb(message, words))
        return read;
    // "dạ đã nhận ạ": courtesies before a verb that nothing but a number follows.
    word_row rest = words;
    while (rest.size() > 1 && is_courtesy_before(rest.front().text)) {
        rest = rest.subspan(1);
        if (auto read = read_verb(message, rest); read && read->rest.empty())
            return read;
    }
    const auto number = take_incident_number(words);
    if (number && number->marked && are_courtesies_after(word_row(words).subspan(number->words)))
        return command{.what = verb::details, .number = number->number};
    return std::nullopt;
}

bool interrupts(const command& said)
{
    return !said.loose && (said.number.has_value() || !said.rest.empty() || said.what == verb::stop);
}

std::optional<int> parse_menu_answer(std::string_view text)
{
    if (text.size() > longest_menu_answer)
        return std::nullopt;
    const std::string folded = fold(text);
    std::string_view answer = folded;
    for (const std::string_view announce : {"so ", "muc ", "chon ", "cau "})
        if (answer.starts_with(announce))
            answer.remove_prefix(announce.size());
    int number = 0;
    const auto [end, fault] = std::from_chars(answer.data(), answer.data() + answer.size(), number);
    if (fault != std::errc{} || number < 0 || answer.empty())
        return std::nullopt;
    std::string_view letter(end, answer.data() + answer.size());
    if (letter.starts_with(' '))
        letter.remove_prefix(1);
    if (letter.empty() || (letter.size() == 1 && letter.front() >= 'a' && letter.front() <= 'z'))
        return number;
    return std::nullopt;
}

} // namespace bot::dialog
