#include "adapters/email/reading/vietnamese.hpp"

#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace adapters::email::mime {

namespace {

constexpr std::size_t scored_bytes_max = 64U << 10U;
constexpr std::size_t words_max = 500; ///< more prove nothing new

/// A letter without its tone. The Telex-like capitals stand for the letters that ASCII lacks.
struct toneless {
    char letter; ///< a-z; A ă, B â, D đ, E ê, O ô, Q ơ, U ư
    bool tone;
};

/// Code points in the order of the vowels below, tones level, grave, hook, tilde, acute, dot.
struct vowel_row {
    char letter;
    std::array<char32_t, 6> tones;
};

constexpr std::array<vowel_row, 12> vowels{{
    {'a', {U'a', U'à', U'ả', U'ã', U'á', U'ạ'}},
    {'A', {U'ă', U'ằ', U'ẳ', U'ẵ', U'ắ', U'ặ'}},
    {'B', {U'â', U'ầ', U'ẩ', U'ẫ', U'ấ', U'ậ'}},
    {'e', {U'e', U'è', U'ẻ', U'ẽ', U'é', U'ẹ'}},
    {'E', {U'ê', U'ề', U'ể', U'ễ', U'ế', U'ệ'}},
    {'i', {U'i', U'ì', U'ỉ', U'ĩ', U'í', U'ị'}},
    {'o', {U'o', U'ò', U'ỏ', U'õ', U'ó', U'ọ'}},
    {'O', {U'ô', U'ồ', U'ổ', U'ỗ', U'ố', U'ộ'}},
    {'Q', {U'ơ', U'ờ', U'ở', U'ỡ', U'ớ', U'ợ'}},
    {'u', {U'u', U'ù', U'ủ', U'ũ', U'ú', U'ụ'}},
    {'U', {U'ư', U'ừ', U'ử', U'ữ', U'ứ', U'ự'}},
    {'y', {U'y', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ'}},
}};

/// Capitals of the Vietnamese letters outside ASCII.
char32_t small(char32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 0x20;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return c + 0x20;
    if (c == 0x1A0 || c == 0x1AF) // Ơ Ư
        return c + 1;
    if ((c >= 0x1EA0 && c <= 0x1EF9) || c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168)
        return c | 1U;
    return c;
}

std::optional<toneless> without_tone(char32_t c)
{
    if (c == U'đ')
        return toneless{'D', false};
    for (const vowel_row& row : vowels)
        for (std::size_t tone = 0; tone < row.tones.size(); ++tone)
            if (row.tones[tone] == c)
                return toneless{row.letter, tone != 0};
    if (c >= 'a' && c <= 'z')
        return toneless{static_cast<char>(c), false};
    return std::nullopt;
}

constexpr auto onsets =
    std::to_array<std::string_view>({"",  "b",  "c",   "ch", "d", "D",  "g",  "gh", "gi", "h", "k",  "kh", "l", "m",
                                     "n", "ng", "ngh", "nh", "p", "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x"});

constexpr auto nuclei = std::to_array<std::string_view>(
    {"a",  "A",  "B",  "e",  "E",  "i",  "o",  "O",  "Q",   "u",   "U",   "y",   "ai",  "ao", "au", "ay",
     "Bu", "By", "eo", "Eu", "ia", "iE", "iu", "oa", "oA",  "oe",  "oi",  "Oi",  "Qi",  "ua", "uB", "uE",
     "ui", "uO", "uy", "uQ", "Ua", "Ui", "UQ", "Uu", "iEu", "oai", "oay", "uOi", "UQi", "uyE"});
constexpr auto rarer_nuclei = std::to_array<std::string_view>({"yE", "yEu", "UQu", "uya", "uay", "uBy", "oo", "uyu"});
constexpr auto codas = std::to_array<std::string_view>({"", "c", "ch", "m", "n", "ng", "nh", "p", "t"});

bool is_vowel(char c)
{
    return std::string_view("aABeEioOQuUy").find(c) != std::string_view::npos;
}

template <class List>
bool is_in(const List& list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool spelled(std::string_view onset, std::string_view rest)
{
    std::size_t end = 0;
    while (end < rest.size() && is_vowel(rest[end]))
        ++end;
    const auto nucleus = rest.substr(0, end);
    const bool front = !nucleus.empty() && std::string_view("eEiy").find(nucleus.front()) != std::string_view::npos;
    // c, g and ng before front vowels are written k, gh and ngh.
    if (front && (onset == "c" || onset == "g" || onset == "ng"))
        return false;
    if (!front && (onset == "k" || onset == "gh" || onset == "ngh"))
        return false;
    return is_in(onsets, onset) && (is_in(nuclei, nucleus) || is_in(rarer_nuclei, nucleus)) && is_in(codas, rest.substr(end));
}

/// Whether toneless letters can be a syllable; "gi" and "qu" take a vowel along.
bool is_syllable(std::string_view word)
{
    if (word.size() > 7)
        return false;
    std::size_t consonants = 0;
    while (consonants < word.size() && !is_vowel(word[consonants]))
        ++consonants;
    const bool takes_vowel = word.starts_with("gi") || word.starts_with("qu");
    if (takes_vowel && word.size() > 2 && spelled(word.substr(0, 2), word.substr(2)))
        return true;
    if (word == "gi" || (word.starts_with("gi") && spelled("gh", word.substr(1))))
        return true; // "gì", "gìn"
    return spelled(word.substr(0, consonants), word.substr(consonants));
}

/// Gathers the letters of one word.
class word_reader {
public:
    void add(char32_t c)
    {
        foreign_ |= c >= 0x80;
        if (const auto letter = without_tone(small(c))) {
            tones_ += letter->tone ? 1 : 0;
            if (letters_.size() < 9)
                letters_.push_back(letter->letter);
        } else {
            strange_ = true;
        }
    }

    void end(vietnamese_score& score)
    {
        if (foreign_) {
            ++score.words;
            if (!strange_ && tones_ <= 1 && is_syllable(letters_))
                ++score.syllables;
        }
        *this = word_reader();
    }

private:
    std::string letters_;
    int tones_ = 0;
    bool foreign_ = false;
    bool strange_ = false;
};

/// Letters without a blank between them: one word, or several where signs outside ASCII part them.
void score_words(std::string_view letters, vietnamese_score& score)
{
    const std::string whole = bot::to_nfc(letters);
    word_reader word;
    for (std::size_t at = 0; at < whole.size();) {
        const auto c = bot::decode_utf8(whole, at);
        at += c.size;
        const bool sign = c.value == 0xA0 || (c.value >= 0x2010 && c.value <= 0x2027) ||
                          (c.value < 0x80 && !(small(c.value) >= 'a' && small(c.value) <= 'z'));
        if (sign)
            word.end(score);
        else
            word.add(c.value);
    }
    word.end(score);
}

} // namespace

vietnamese_score score_vietnamese(std::string_view text)
{
    text = text.substr(0, scored_bytes_max);
    const auto is_letter_byte = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    vietnamese_score score;
    // Only words with a byte outside ASCII count: each is looked for from such a byte.
    for (std::size_t at = 0; at < text.size() && score.words < words_max;) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        std::size_t first = at;
        while (first > 0 && is_letter_byte(text[first - 1]))
            --first;
        std::size_t end = at;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) >= 0x80 || is_letter_byte(text[end])))
            ++end;
        score_words(text.substr(first, end - first), score);
        at = end;
    }
    return score;
}

} // namespace adapters::email::mime
