#include "bot/dialog/written_words.hpp"

#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>

namespace bot::dialog {

namespace {

bool is_word_character(char32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    return (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

written_word word_between(std::string_view text, std::size_t begin, std::size_t end)
{
    written_word word{
        .begin = begin, .end = end, .folded = fold(text.substr(begin, end - begin)), .lower = {}};
    word.plain = true;
    word.all_capitals = true;
    for (std::size_t at = begin; at < end;) {
        const auto c = decode_utf8(text, at);
        const auto value = static_cast<UChar32>(c.value);
        const bool capital = u_isupper(value) != 0;
        if (at == begin)
            word.capitalised = capital;
        word.plain = word.plain && c.value < 0x80;
        word.all_capitals = word.all_capitals && u_islower(value) == 0;
        word.has_digit = word.has_digit || (c.value >= '0' && c.value <= '9');
        append_utf8(word.lower, static_cast<char32_t>(u_tolower(value)));
        at += c.size;
    }
    word.all_capitals = word.all_capitals && word.capitalised;
    return word;
}

} // namespace

bool written_word::may_be(std::string_view accented) const
{
    if (!plain)
        return lower == accented;
    // Folding is dear and most words differ in their first letter.
    const bool letter_kept = static_cast<unsigned char>(accented[0]) < 0x80;
    return (!letter_kept || accented[0] == folded[0]) && folded == fold(accented);
}

bool written_word::may_be_any_of(std::string_view accented_words) const
{
    while (!accented_words.empty()) {
        const auto size = std::min(accented_words.find(' '), accented_words.size());
        const auto one = accented_words.substr(0, size);
        accented_words.remove_prefix(std::min(size + 1, accented_words.size()));
        if (!one.empty() && may_be(one))
            return true;
    }
    return false;
}

std::vector<written_word> written_words(std::string_view text)
{
    std::vector<written_word> words;
    std::size_t begin = std::string_view::npos;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto c = decode_utf8(text, at);
        const bool inside = c.valid && is_word_character(c.value);
        if (inside && begin == std::string_view::npos)
            begin = at;
        if (!inside && begin != std::string_view::npos) {
            words.push_back(word_between(text, begin, at));
            begin = std::string_view::npos;
        }
        at += c.size;
    }
    if (begin != std::string_view::npos)
        words.push_back(word_between(text, begin, at));
    return words;
}

} // namespace bot::dialog
