#include "adapters/email/reading/quote_start.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/quote_words.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <bit>

namespace adapters::email::mime {

namespace {

constexpr std::size_t folded_line_bytes_max = 1000;
constexpr std::size_t introduction_lines_max = 4;
constexpr std::size_t header_block_lines_max = 12;

bool is_empty(const text_line& line)
{
    return trimmed(line.text).empty();
}

bool has_address(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && !is_blank(text[at - 1]) && !is_blank(text[at + 1]);
}

bool has_digit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), is_digit);
}

bool has_year(std::string_view text)
{
    for (auto at = text.find("20"); at != std::string_view::npos; at = text.find("20", at + 1))
        if (at + 3 < text.size() && is_digit(text[at + 2]) && is_digit(text[at + 3]))
            return true;
    return false;
}

/// "15:19", "8h15", "17.50"
bool has_clock_time(std::string_view text)
{
    for (std::size_t at = 1; at + 2 < text.size(); ++at)
        if ((text[at] == ':' || text[at] == 'h' || text[at] == '.') && is_digit(text[at - 1]) && is_digit(text[at + 1]) &&
            is_digit(text[at + 2]))
            return true;
    return false;
}

std::size_t next_with_text(const std::vector<text_line>& lines, std::size_t at)
{
    while (at < lines.size() && is_empty(lines[at]))
        ++at;
    return at;
}

/// How sure a text is to be an introduction.
enum class introduction { no, maybe, yes };

introduction judge_introduction(std::string_view text, bool quote_follows)
{
    const auto bare = trimmed(text);
    if (bare.empty())
        return introduction::no;
    const bool ended = bare.ends_with(':') || bare.ends_with("--") || bare.ends_with("\xEF\xBC\x9A");
    const std::string folded = bot::fold(bare);
    const bool wrote = ends_with_wrote(folded);
    const bool begins = begins_introduction(folded);
    if (wrote && begins && has_address(bare) && has_clock_time(bare) && has_year(bare))
        return introduction::yes;
    if (wrote && (ended || quote_follows)) {
        // "Ngày 12/11 lúc 8:15 kẻ tấn công đã viết:" is a report: Vietnamese wants an address or a quotation for proof.
        const bool dated = !folded.ends_with("viet") && (has_clock_time(bare) || has_year(bare));
        if (begins && (has_address(bare) || dated || (quote_follows && has_digit(bare))))
            return introduction::yes;
        return has_address(bare) || quote_follows ? introduction::maybe : introduction::no;
    }
    if (ended && has_address(bare) && (has_clock_time(bare) || (contains_wrote(folded) && has_digit(bare))))
        return begins ? introduction::yes : introduction::maybe;
    if (ended && begins && contains_wrote(folded) && has_digit(bare) && quote_follows)
        return introduction::yes;
    return introduction::no;
}

/// Past the header block that begins at `first`; nothing when there is none. `fields_min`: how many of its fields must be
/// there.
std::optional<std::size_t> header_block_from(const std::vector<text_line>& lines, std::size_t first, int fields_min,
                                             const label_set& labels)
{
    if (header_line_of(lines[first].text) == header_none || labels.begins(lines[first].text))
        return std::nullopt;
    unsigned seen = 0;
    bool addressed = false;
    std::size_t after = first;
    std::size_t strangers = 0;
    std::size_t gaps = 0;
    for (std::size_t at = first; at < lines.size() && at < first + header_block_lines_max; ++at) {
        if (is_empty(lines[at])) {
            // Some clients put an empty line between any two fields.
            const auto next = at + 1;
            if (++gaps > 6 || next >= lines.size() || header_line_of(lines[next].text) == header_none ||
                (seen & header_line_of(lines[next].text)) != 0)
                break;
            continue;
        }
        const unsigned bit = labels.begins(lines[at].text) ? header_none : header_line_of(lines[at].text);
        if (bit == header_none) {
            if (++strangers > 3) // folded lists of recipients
                break;
            continue;
        }
        strangers = 0;
        seen |= bit;
        addressed |= has_address(lines[at].text);
        after = at + 1;
    }
    // "Từ: 8h00", "Đến: 10h00", "Ngày: 12/11" are a report: it takes a subject or an address.
    if (std::popcount(seen) < fields_min || (seen & header_from) == 0 || ((seen & header_subject) == 0 && !addressed))
        return std::nullopt;
    // The folded rest of a last long field.
    while (after < lines.size() && !is_empty(lines[after]) && after < first + header_block_lines_max &&
           lines[after].text.starts_with(' '))
        ++after;
    return after;
}

/// Every introduction has an address or a word for writing; what has neither is not looked at closer.
bool may_end_introduction(const std::vector<text_line>& lines, const std::vector<std::string>& folded, std::size_t last)
{
    for (std::size_t count = 0; count < introduction_lines_max && count <= last; ++count) {
        const std::size_t at = last - count;
        if (lines[at].text.find('@') != std::string::npos || ends_with_wrote(folded[at]) || contains_wrote(folded[at]))
            return true;
    }
    return false;
}

bool is_marker(std::string_view folded)
{
    return folded.find("vui long tra loi phia tren dong nay") != std::string_view::npos;
}

/// An introduction nobody knows, right above our marker.
std::size_t line_above(const std::vector<text_line>& lines, std::size_t marker)
{
    std::size_t at = marker;
    while (at > 0 && (is_empty(lines[at - 1]) || is_rule(lines[at - 1].text)))
        --at;
    const bool introduces = at > 0 && trimmed(lines[at - 1].text).ends_with(':') &&
                            (has_address(lines[at - 1].text) || has_clock_time(lines[at - 1].text));
    return introduces ? at - 1 : marker;
}

} // namespace

std::vector<std::string> folded_lines(const std::vector<text_line>& lines)
{
    std::vector<std::string> folded;
    folded.reserve(lines.size());
    for (const text_line& line : lines)
        folded.push_back(line.text.size() > folded_line_bytes_max ? std::string() : bot::fold(line.text));
    return folded;
}

std::optional<std::size_t> find_marker(const std::vector<std::string>& folded, std::size_t from)
{
    for (std::size_t at = from; at < folded.size(); ++at)
        if (is_marker(folded[at]))
            return at;
    return std::nullopt;
}

std::optional<std::size_t> introduction_to(const std::vector<text_line>& lines, const std::vector<std::string>& folded,
                                           std::size_t last)
{
    const auto end = trimmed(lines[last].text);
    if (end.size() > folded_line_bytes_max || !may_end_introduction(lines, folded, last))
        return std::nullopt;
    const std::size_t next = next_with_text(lines, last + 1);
    const bool quote_follows = next < lines.size() && lines[next].quote_depth > lines[last].quote_depth;
    const bool verb = end.ends_with("wrote") || end.ends_with("vi\xE1\xBA\xBFt");
    if (!verb && !end.ends_with(':') && !end.ends_with("--") && !quote_follows && !end.ends_with("\xEF\xBC\x9A"))
        return std::nullopt;
    std::string joined;
    std::optional<std::size_t> possible;
    for (std::size_t count = 0; count < introduction_lines_max && count <= last; ++count) {
        const text_line& line = lines[last - count];
        if (is_empty(line) || line.text.size() > folded_line_bytes_max || line.quote_depth != lines[last].quote_depth)
            break;
        joined = line.text + ' ' + joined;
        const auto judged = judge_introduction(joined, quote_follows);
        const bool dated = has_clock_time(joined) || has_year(joined);
        if (judged == introduction::yes && dated)
            return last - count;
        if (judged == introduction::yes)
            possible = last - count; // the line with the date may stand above
        if (judged == introduction::maybe && !possible)
            possible = last - count;
    }
    return possible;
}

std::optional<quote_start> find_quote_start(const std::vector<text_line>& lines, const std::vector<std::string>& folded,
                                            const label_set& labels)
{
    // Where the introduction begins that ends at a line; found out once for each.
    std::vector<std::optional<std::size_t>> introduced;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const text_line& line = lines[at];
        if (is_empty(line))
            continue;
        if (is_marker(folded[at]))
            return quote_start{line_above(lines, at), at + 1, quote_kind::marker};
        const auto divider = divider_of(line.text, folded[at]);
        if (divider == divider_kind::forward || line.hint == line_hint::forward)
            return quote_start{at, divider == divider_kind::forward ? at + 1 : at, quote_kind::forward};
        if (divider == divider_kind::original)
            return quote_start{at, at + 1, quote_kind::original};
        if (line.quote_depth > 0)
            return quote_start{at, at, quote_kind::marks};
        // An introduction of several lines is met at its first line by trying where it may end.
        for (std::size_t last = at; last < lines.size() && last < at + introduction_lines_max && !is_empty(lines[last]); ++last) {
            while (introduced.size() <= last)
                introduced.push_back(introduction_to(lines, folded, introduced.size()));
            if (introduced[last] == at)
                return quote_start{at, last + 1, quote_kind::introduction};
        }
        const bool ruled = is_rule(line.text);
        const std::size_t block = ruled ? next_with_text(lines, at + 1) : at;
        const bool contained = line.hint == line_hint::quote;
        if (block < lines.size())
            if (const auto after = header_block_from(lines, block, ruled || contained ? 2 : 3, labels))
                return quote_start{at, *after, quote_kind::header_block};
        if (contained)
            return quote_start{at, at, quote_kind::container};
    }
    return std::nullopt;
}

} // namespace adapters::email::mime
