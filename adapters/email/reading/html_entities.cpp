#include "adapters/email/reading/html_entities.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "bot/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace adapters::email::mime {

namespace {

struct entity {
    std::string_view name;
    char32_t value;
};

/// HTML 4's names of Latin-1, from U+00A0 on, in order.
constexpr auto latin_1 = std::to_array<std::string_view>(
    {"nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
     "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",   "middot",
     "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
     "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",
     "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
     "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
     "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
     "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"});

constexpr auto others = std::to_array<entity>({
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"ndash", 0x2013},
    {"mdash", 0x2014},
    {"lsquo", 0x2018},
    {"rsquo", 0x2019},
    {"sbquo", 0x201A},
    {"ldquo", 0x201C},
    {"rdquo", 0x201D},
    {"bdquo", 0x201E},
    {"bull", 0x2022},
    {"hellip", 0x2026},
    {"euro", 0x20AC},
    {"trade", 0x2122},
    {"ensp", 0x2002},
    {"emsp", 0x2003},
    {"thinsp", 0x2009},
    {"zwnj", 0x200C},
    {"zwj", 0x200D},
    {"lrm", 0x200E},
    {"rlm", 0x200F},
    {"lsaquo", 0x2039},
    {"rsaquo", 0x203A},
    {"OElig", 0x152},
    {"oelig", 0x153},
    {"Scaron", 0x160},
    {"scaron", 0x161},
    {"Yuml", 0x178},
    {"circ", 0x2C6},
    {"tilde", 0x2DC},
    {"fnof", 0x192},
    {"dagger", 0x2020},
    {"Dagger", 0x2021},
    {"permil", 0x2030},
    {"larr", 0x2190},
    {"uarr", 0x2191},
    {"rarr", 0x2192},
    {"darr", 0x2193},
    {"harr", 0x2194},
    {"minus", 0x2212},
    {"le", 0x2264},
    {"ge", 0x2265},
    {"ne", 0x2260},
    {"asymp", 0x2248},
    {"infin", 0x221E},
    {"check", 0x2713},
    {"Dstrok", 0x110},
    {"dstrok", 0x111},
    {"Abreve", 0x102},
    {"abreve", 0x103},
    {"Itilde", 0x128},
    {"itilde", 0x129},
    {"Utilde", 0x168},
    {"utilde", 0x169},
    {"zwsp", 0x200B},
    {"ZeroWidthSpace", 0x200B},
    {"NewLine", '\n'},
    {"Tab", '\t'},
    {"colon", ':'},
    {"comma", ','},
    {"period", '.'},
    {"lpar", '('},
    {"rpar", ')'},
    {"sol", '/'},
    {"num", '#'},
    {"commat", '@'},
});

constexpr std::size_t reference_bytes_max = 20;

/// What browsers make of the numbers 128 to 159: windows-1252.
constexpr std::array<char32_t, 32> windows_1252{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178};

std::optional<char32_t> numeric(std::string_view digits)
{
    const bool hex = !digits.empty() && lower(digits.front()) == 'x';
    if (hex)
        digits.remove_prefix(1);
    if (digits.empty() || digits.size() > 8)
        return std::nullopt;
    char32_t value = 0;
    for (const char c : digits) {
        const int digit = hex ? hex_value(c) : is_digit(c) ? c - '0' : -1;
        if (digit < 0)
            return std::nullopt;
        value = std::min<char32_t>(value * (hex ? 16U : 10U) + static_cast<char32_t>(digit), 0x110000);
    }
    if (value >= 0x80 && value < 0xA0)
        return windows_1252[value - 0x80];
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return bot::replacement_character;
    return value;
}

std::optional<char32_t> named(std::string_view name)
{
    const auto latin = std::find(latin_1.begin(), latin_1.end(), name);
    if (latin != latin_1.end())
        return static_cast<char32_t>(0xA0 + (latin - latin_1.begin()));
    const auto other = std::find_if(others.begin(), others.end(), [name](const entity& one) { return one.name == name; });
    if (other != others.end())
        return other->value;
    return std::nullopt;
}

void append_character(std::string& to, char32_t c)
{
    const bool blank = c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
    const bool unseen = c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || c == 0x200E || c == 0x200F ||
                        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x34F;
    if (blank)
        to.push_back(' ');
    else if (!unseen)
        bot::append_utf8(to, c);
}

} // namespace

void append_html_text(std::string& to, std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '&') {
            std::size_t end = at + 1;
            while (end < text.size() && end - at <= reference_bytes_max &&
                   (is_alpha(text[end]) || is_digit(text[end]) || (text[end] == '#' && end == at + 1)))
                ++end;
            const auto name = text.substr(at + 1, end - at - 1);
            const auto value = name.starts_with('#') ? numeric(name.substr(1)) : named(name);
            if (value) {
                append_character(to, *value);
                at = end + (end < text.size() && text[end] == ';' ? 1 : 0);
                continue;
            }
        }
        const auto c = bot::decode_utf8(text, at);
        append_character(to, c.value);
        at += c.size;
    }
}

} // namespace adapters::email::mime
