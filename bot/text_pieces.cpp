#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace bot {

namespace {

bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Walks over graphemes. Positions are byte offsets into the text, which must outlive it.
class graphemes {
public:
    explicit graphemes(std::string_view text)
    {
        UErrorCode status = U_ZERO_ERROR;
        text_.adoptInstead(
            utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
        breaks_.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status))
            throw std::runtime_error(std::string("grapheme data: ") + u_errorName(status));
        breaks_->setText(text_.getAlias(), status);
        if (U_FAILURE(status))
            throw std::runtime_error(std::string("graphemes: ") + u_errorName(status));
    }

    /// The last boundary at or before a position inside the text.
    std::size_t boundary_before(std::size_t at)
    {
        return static_cast<std::size_t>(breaks_->preceding(static_cast<std::int32_t>(at) + 1));
    }

    /// The next boundary, or npos behind the last one.
    std::size_t next()
    {
        const auto at = breaks_->next();
        return at == icu::BreakIterator::DONE ? std::string_view::npos : static_cast<std::size_t>(at);
    }

private:
    icu::LocalUTextPointer text_;
    std::unique_ptr<icu::BreakIterator> breaks_;
};

/// Whether what starts at `at` belongs to the grapheme before it even after a space.
bool continues_grapheme(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return false;
    return u_getIntPropertyValue(static_cast<UChar32>(decode_utf8(text, at).value),
                                 UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_EXTEND;
}

bool ends_sentence(std::string_view text, std::size_t space)
{
    if (space == 0)
        return false;
    const char before = text[space - 1];
    return before == '.' || before == '!' || before == '?' || before == ';' ||
           text.substr(0, space).ends_with("…");
}

/// Where to cut the text, whose first `room` bytes fit: after a line, else a sentence, else a word, else a
/// grapheme.
std::size_t cut_within(std::string_view text, std::size_t room)
{
    std::size_t sentence = 0;
    std::size_t word = 0;
    for (std::size_t i = room; i > 0; --i) {
        const char c = text[i];
        if (!is_blank(c) || continues_grapheme(text, i + 1))
            continue;
        if (c == '\n')
            return i;
        if (sentence == 0 && ends_sentence(text, i))
            sentence = i;
        if (word == 0)
            word = i;
    }
    if (sentence != 0)
        return sentence;
    if (word != 0)
        return word;
    // Two code points of look-ahead decide whether a grapheme ends here; the rest of the text cannot matter.
    graphemes pieces(text.substr(0, std::min(text.size(), room + 8)));
    const std::size_t grapheme = pieces.boundary_before(room);
    return grapheme == 0 ? room : grapheme;
}

/// Bytes of the text that fit into the limit; at least one code point, so that a cut always gets on.
std::size_t bytes_within(std::string_view text, std::size_t limit_utf16)
{
    std::size_t units = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto c = decode_utf8(text, at);
        units += c.value > 0xFFFF ? 2 : 1;
        if (units > limit_utf16 && at > 0)
            break;
        at += c.size;
    }
    return at;
}

std::string_view trimmed_right(std::string_view text)
{
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::vector<std::string> split_message(std::string_view text, std::size_t limit_utf16)
{
    std::vector<std::string> pieces;
    while (true) {
        const std::size_t room = bytes_within(text, limit_utf16);
        const std::size_t cut = room == text.size() ? room : cut_within(text, room);
        const auto piece = cut == text.size() && pieces.empty() ? text : trimmed_right(text.substr(0, cut));
        if (!trimmed_right(piece).empty())
            pieces.emplace_back(piece);
        text.remove_prefix(cut);
        while (!text.empty() && is_blank(text.front()))
            text.remove_prefix(1);
        if (text.empty())
            return pieces;
    }
}

std::string shorten(std::string_view text, std::size_t characters)
{
    if (characters == 0)
        return {};
    std::string line(text);
    for (char& c : line)
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
    if (line.size() <= characters)
        return line; // no grapheme takes less than a byte

    graphemes pieces(line);
    std::size_t kept = 0; // end of the last grapheme that stays when "…" takes the final place
    std::size_t end = 0;
    for (std::size_t count = 0; count < characters; ++count) {
        kept = end;
        end = pieces.next();
        if (end == std::string_view::npos)
            return line;
    }
    if (end == line.size())
        return line;
    return std::string(trimmed_right(std::string_view(line).substr(0, kept))) + "…";
}

} // namespace bot
