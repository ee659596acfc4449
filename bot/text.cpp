#include "bot/text.hpp"

#include "bot/utf8.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace bot {

namespace {

constexpr int marks_in_a_row_max = 30; // UAX #15, D3 (stream-safe text)

void require(UErrorCode status, const char* what)
{
    if (U_FAILURE(status))
        throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_dropped_control(char32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
}

/// Code points that are in NFC whatever stands beside them, as far as Vietnamese and English need them:
/// everything below the combining marks, the precomposed Vietnamese letters, dashes, quotation marks, bullets
/// and the ellipsis.
bool is_always_nfc(char32_t c)
{
    return c < 0x300 || (c >= 0x1EA0 && c <= 0x1EF9) || (c >= 0x2010 && c <= 0x2027);
}

/// How many bytes from `at` on are plain ASCII, eight at a time: printable, or a line end or tab when found
/// in between.
std::size_t skip_printable_ascii(std::string_view text, std::size_t at)
{
    while (at + 8 <= text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        constexpr std::uint64_t high = 0x8080808080808080U;
        constexpr std::uint64_t ones = 0x0101010101010101U;
        // A byte below 0x20 borrows into its top bit; 0x7F (DEL) carries into it.
        if (((word | (word - ones * 0x20) | (word + ones)) & high) != 0)
            break;
        at += 8;
    }
    return at;
}

/// Where the text stops being surely in NFC and free of controls; its size when it never does.
std::size_t clean_prefix(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        at = skip_printable_ascii(text, at);
        if (at == text.size())
            break;
        const auto c = decode_utf8(text, at);
        if (!c.valid || is_dropped_control(c.value) || !is_always_nfc(c.value))
            return at;
        at += c.size;
    }
    return at;
}

std::string without_controls(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    int marks = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = decode_utf8(text, at);
        at += c.size;
        if (is_dropped_control(c.value))
            continue;
        marks = c.value >= 0x300 && u_getCombiningClass(static_cast<UChar32>(c.value)) != 0 ? marks + 1 : 0;
        if (marks <= marks_in_a_row_max)
            append_utf8(kept, c.value);
    }
    return kept;
}

} // namespace

std::string to_nfc(std::string_view text)
{
    if (clean_prefix(text) == text.size())
        return std::string(text);
    const std::string kept = without_controls(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    require(status, "NFC data");
    std::string composed;
    composed.reserve(kept.size());
    icu::StringByteSink<std::string> sink(&composed);
    nfc->normalizeUTF8(0, icu::StringPiece(kept.data(), static_cast<std::int32_t>(kept.size())), sink,
                       nullptr, status);
    require(status, "NFC");
    return composed;
}

namespace {

/// Letters that Unicode does not decompose. Ð (eth) and Ɖ are there because old fonts and keyboards put them
/// where Đ should stand.
std::string_view undecomposed_letter(char32_t c)
{
    switch (c) {
    case 0x0111: // đ
    case 0x00F0: // ð
    case 0x0256: // ɖ
        return "d";
    case 0x00E6:
        return "ae";
    case 0x00F8:
        return "o";
    case 0x00FE:
        return "th";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x0153:
        return "oe";
    case 0x0167:
        return "t";
    default:
        return {};
    }
}

/// The folded form of one code point: letters and digits, " " for what separates words, "" for what vanishes.
std::string fold_by_icu(char32_t c)
{
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return "-"; // the dashes phones put for a hyphen
    UErrorCode status = U_ZERO_ERROR;
    const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* nfd = icu::Normalizer2::getNFDInstance(status);
    require(status, "folding data");
    const icu::UnicodeString one(static_cast<UChar32>(c));
    const icu::UnicodeString parts = nfd->normalize(casefold->normalize(one, status), status);
    require(status, "folding");

    std::string folded;
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        const UChar32 part = parts.char32At(i);
        const auto letter = undecomposed_letter(static_cast<char32_t>(part));
        const auto type = u_charType(part);
        if (!letter.empty())
            folded += letter;
        else if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
            continue;
        else if (type == U_DECIMAL_DIGIT_NUMBER)
            folded.push_back(static_cast<char>('0' + u_charDigitValue(part)));
        else if (u_isalpha(part) || type == U_COMBINING_SPACING_MARK || (part > 0x20 && part < 0x7F))
            append_utf8(folded, static_cast<char32_t>(part));
        else
            folded.push_back(' ');
    }
    return folded;
}

/// One byte for each Latin code point, so that Vietnamese text never reaches ICU: the folded letter, or 0
/// when the form is longer than one byte. Filled once, from the same function that serves all others.
class latin_table {
public:
    latin_table()
    {
        for (char32_t c = 0; c < first_.size(); ++c)
            first_[c] = entry(c);
        for (char32_t c = 0; c < second_.size(); ++c)
            second_[c] = entry(second_begin + c);
    }

    char operator[](char32_t c) const
    {
        if (c < first_.size())
            return first_[c];
        if (c >= second_begin && c < second_begin + second_.size())
            return second_[c - second_begin];
        return 0;
    }

private:
    static constexpr char32_t second_begin = 0x1E00;

    static char entry(char32_t c)
    {
        const std::string folded = fold_by_icu(c);
        return folded.size() == 1 ? folded[0] : '\0';
    }

    std::array<char, 0x250> first_{};
    std::array<char, 0x100> second_{};
};

/// Takes folded characters one by one and decides about spaces and about signs between digits.
class folded_text {
public:
    explicit folded_text(std::size_t size) { text_.reserve(size); }

    void add(char c)
    {
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) {
            add_letters({&c, 1});
        } else if (is_digit(c)) {
            if (sign_ != 0)
                text_.push_back(sign_);
            else if (space_ && !text_.empty())
                text_.push_back(' ');
            sign_ = 0;
            space_ = false;
            text_.push_back(c);
        } else if ((c == '/' || c == ':' || c == '-' || c == '.') && sign_ == 0 && !space_ &&
                   !text_.empty() && is_digit(text_.back())) {
            sign_ = c; // stays only if a digit follows at once
        } else {
            sign_ = 0;
            space_ = true;
        }
    }

    /// Adds letters a to z.
    void add_letters(std::string_view letters)
    {
        if ((space_ || sign_ != 0) && !text_.empty())
            text_.push_back(' ');
        sign_ = 0;
        space_ = false;
        text_ += letters;
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    char sign_ = 0;
    bool space_ = false;
};

} // namespace

std::string fold(std::string_view text)
{
    static const latin_table latin;
    folded_text folded(text.size());
    std::array<char, 64>
        letters{}; // words are gathered here: adding letters one by one costs more than folding them
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = decode_utf8(text, at);
        at += c.size;
        const char known = latin[c.value];
        if (known >= 'a' && known <= 'z') {
            letters[count++] = known;
            if (count < letters.size())
                continue;
        } else if (c.value >= 0x300 && c.value < 0x370) {
            continue; // combining marks, as NFD writes them
        }
        if (count != 0)
            folded.add_letters({letters.data(), std::exchange(count, 0)});
        if (known >= 'a' && known <= 'z')
            continue;
        if (known != 0)
            folded.add(known);
        else
            for (const char part : fold_by_icu(c.value))
                folded.add(part);
    }
    if (count != 0)
        folded.add_letters({letters.data(), count});
    return folded.take();
}

std::size_t utf16_length(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t plain = skip_printable_ascii(text, at) - at;
        units += plain;
        at += plain;
        if (at == text.size())
            break;
        const auto c = decode_utf8(text, at);
        units += c.value > 0xFFFF ? 2 : 1;
        at += c.size;
    }
    return units;
}

} // namespace bot
