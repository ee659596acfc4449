#include "bot/dialog/folded_words.hpp"

#include "bot/text.hpp"

namespace bot::dialog {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view signs = ":,;.-!?";
constexpr std::string_view dash = "–";    // as phones turn "-" into
constexpr std::size_t longest_piece = 64; ///< bytes; a longer one is no word of a command

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// The byte after the piece that begins at `at`: at a blank, or behind a ":", "," or ";" that does not stand
/// between digits.
std::size_t end_of_piece(std::string_view message, std::size_t at)
{
    for (; at < message.size() && blanks.find(message[at]) == std::string_view::npos; ++at) {
        const bool divides = message[at] == ':' || message[at] == ',' || message[at] == ';';
        const bool in_number =
            at > 0 && at + 1 < message.size() && is_digit(message[at - 1]) && is_digit(message[at + 1]);
        if (divides && !in_number)
            return at + 1;
    }
    return at;
}

} // namespace

std::vector<folded_word> folded_words(std::string_view message, std::size_t limit)
{
    std::vector<folded_word> words;
    std::size_t at = 0;
    while (at < message.size() && words.size() < limit) {
        if (blanks.find(message[at]) != std::string_view::npos) {
            if (message[at] == '\n' && !words.empty())
                words.back().sign_after = true;
            ++at;
            continue;
        }
        const auto end = end_of_piece(message, at);
        const auto piece = message.substr(at, end - at);
        const std::string folded = fold(piece.substr(0, longest_piece));
        if (folded.empty() && !words.empty()) {
            words.back().sign_after = true;
            words.back().end = end;
        }
        for (std::size_t from = 0; from < folded.size();) {
            const auto space = std::min(folded.find(' ', from), folded.size());
            words.push_back({.text = folded.substr(from, space - from), .end = end});
            from = space + 1;
        }
        if (!folded.empty() && (signs.find(piece.back()) != std::string_view::npos || piece.ends_with(dash)))
            words.back().sign_after = true;
        at = end;
    }
    return words;
}

} // namespace bot::dialog
