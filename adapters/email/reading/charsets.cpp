#include "adapters/email/reading/charsets.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charset_names.hpp"
#include "adapters/email/reading/vietnamese.hpp"
#include "bot/utf8.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace adapters::email::mime {

namespace {

using std::string_view_literals::operator""sv;

/// windows-1252 from 0x80 to 0x9F; what it leaves open stays the C1 control of that number, as in browsers.
constexpr std::array<char32_t, 32> windows_1252_high{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178};

bool is_ascii(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string from_windows_1252(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 4);
    for (const char c : bytes) {
        const auto value = static_cast<unsigned char>(c);
        bot::append_utf8(text, value >= 0x80 && value < 0xA0 ? windows_1252_high[value - 0x80U] : value);
    }
    return text;
}

/// The bytes whose windows-1252 reading is the text; nothing when a character is not in it.
std::optional<std::string> to_windows_1252(std::string_view text)
{
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto c = bot::decode_utf8(text, at);
        at += c.size;
        const auto high = std::find(windows_1252_high.begin(), windows_1252_high.end(), c.value);
        if (high != windows_1252_high.end())
            bytes.push_back(static_cast<char>(0x80 + (high - windows_1252_high.begin())));
        else if (c.value < 0x100)
            bytes.push_back(static_cast<char>(c.value));
        else
            return std::nullopt;
    }
    return bytes;
}

class converter {
public:
    explicit converter(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {}
    ~converter()
    {
        if (open())
            iconv_close(handle_);
    }
    converter(const converter&) = delete;
    converter& operator=(const converter&) = delete;

    /// Nothing when a byte has no meaning in the charset; with `lossy` it becomes U+FFFD instead.
    std::optional<std::string> convert(std::string_view bytes, bool lossy)
    {
        if (!open())
            return std::nullopt;
        std::string text;
        text.reserve(bytes.size() + bytes.size() / 2);
        char* in = const_cast<char*>(bytes.data()); // iconv's signature; it does not write there
        std::size_t left = bytes.size();
        std::array<char, 4096> room{};
        for (;;) {
            char* out = room.data();
            std::size_t free = room.size();
            const bool flushing = left == 0;
            const auto done = flushing ? iconv(handle_, nullptr, nullptr, &out, &free) : iconv(handle_, &in, &left, &out, &free);
            const int why = errno;
            text.append(room.data(), room.size() - free);
            if (done != static_cast<std::size_t>(-1)) {
                if (flushing)
                    return text;
                continue;
            }
            if (why == E2BIG)
                continue;
            if (!lossy || flushing)
                return lossy ? std::optional(text) : std::nullopt;
            bot::append_utf8(text, bot::replacement_character);
            ++in;
            --left;
        }
    }

private:
    bool open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    iconv_t handle_;
};

/// glibc loads a module for each charset and drops it with the last handle: those that every mail in doubt is tried with
/// stay loaded.
void keep_modules_loaded()
{
    static const std::array<converter, 3> held{converter("CP1258"), converter("TCVN5712-1"), converter("VISCII")};
    static_cast<void>(held);
}

std::optional<std::string> strictly(std::string_view bytes, const std::string& charset)
{
    auto text = converter(charset).convert(bytes, false);
    if (text && text->find("\xEF\xBF\xBD") != std::string::npos)
        return std::nullopt;
    return text;
}

struct utf8_count {
    std::size_t good = 0; ///< sequences of several bytes
    std::size_t bad = 0;
};

utf8_count count_utf8(std::string_view bytes)
{
    utf8_count count;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto c = bot::decode_utf8(bytes, at);
        at += c.size;
        if (!c.valid)
            ++count.bad;
        else if (c.size > 1)
            ++count.good;
    }
    return count;
}

struct reading {
    std::string text;
    std::string charset;
    vietnamese_score score;
};

/// Which of the single-byte charsets makes most Vietnamese of the bytes; windows-1252 unless one is clearly better.
reading best_single_byte(std::string_view bytes, bool vn_fonts)
{
    keep_modules_loaded();
    reading best{from_windows_1252(bytes), "windows-1252", {}};
    best.score = score_vietnamese(best.text);
    const double enough = vn_fonts ? 0.3 : 0.6;
    for (const auto& [charset, iconv_name] :
         {std::pair{"windows-1258", "CP1258"}, std::pair{"tcvn", "TCVN5712-1"}, std::pair{"viscii", "VISCII"}}) {
        auto text = strictly(bytes, iconv_name);
        if (!text)
            continue;
        const auto score = score_vietnamese(*text);
        const bool preferred = vn_fonts && charset == "tcvn"sv && score.syllables >= best.score.syllables;
        // One word proves nothing: a lone NBSP is a letter in VISCII.
        if (score.syllables >= (vn_fonts ? 1U : 2U) && score.share() >= enough &&
            (preferred || (score.share() > best.score.share() + 0.05 && score.syllables >= best.score.syllables)))
            best = {std::move(*text), charset, score};
    }
    return best;
}

/// Text that came through Latin-1 although it never was: TCVN3 letters shown by a .Vn font, UTF-8 encoded twice.
void repair_latin(decoded_text& read, bool vn_fonts)
{
    const auto latin = to_windows_1252(read.text);
    if (!latin || is_ascii(*latin))
        return;
    const auto now = score_vietnamese(read.text);
    const auto twice = count_utf8(*latin);
    if (twice.good > 0 && twice.bad == 0) {
        const auto score = score_vietnamese(*latin);
        if (score.share() > now.share() + 0.2) {
            read.text = *latin;
            read.charset = "utf-8 twice";
            read.guessed = true;
            return;
        }
    }
    const auto tcvn = strictly(*latin, "TCVN5712-1");
    if (!tcvn)
        return;
    const auto score = score_vietnamese(*tcvn);
    const bool sure = vn_fonts ? score.share() >= now.share() && score.syllables > 0
                               : score.syllables >= 3 && score.share() >= 0.8 && score.share() > now.share() + 0.3;
    if (sure) {
        read.text = *tcvn;
        read.charset = "tcvn";
        read.guessed = true;
    }
}

std::optional<decoded_text> by_byte_order_mark(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        return decoded_text{valid_utf8(bytes.substr(3)), "utf-8", false, false};
    const bool little = bytes.starts_with("\xFF\xFE"sv);
    if ((!little && !bytes.starts_with("\xFE\xFF"sv)) || bytes.size() % 2 != 0)
        return std::nullopt;
    auto text = strictly(bytes.substr(2), little ? "UTF-16LE" : "UTF-16BE");
    if (!text)
        return std::nullopt;
    return decoded_text{std::move(*text), little ? "utf-16le" : "utf-16be", false, false};
}

/// By a charset that is neither UTF-8 nor Latin-1, as far as the bytes bear it out.
std::optional<decoded_text> as_declared(std::string_view bytes, const charset_entry& entry)
{
    if (entry.way != charset_way::iconv && entry.way != charset_way::utf16)
        return std::nullopt;
    auto text = strictly(bytes, entry.iconv_name);
    if (!text)
        return std::nullopt;
    return decoded_text{std::move(*text), lowered(entry.iconv_name), false, false};
}

} // namespace

bool is_known_charset(std::string_view name)
{
    return find_charset(name).way != charset_way::unknown;
}

std::string valid_utf8(std::string_view bytes, bool* replaced)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto c = bot::decode_utf8(bytes, at);
        if (c.valid)
            text.append(bytes, at, c.size);
        else
            bot::append_utf8(text, bot::replacement_character);
        if (!c.valid && replaced != nullptr)
            *replaced = true;
        at += c.size;
    }
    return text;
}

decoded_text decode_text(std::string_view bytes, std::string_view declared, bool vn_fonts)
{
    if (auto marked = by_byte_order_mark(bytes))
        return std::move(*marked);
    const charset_entry entry = find_charset(declared);
    const bool stateful = entry.iconv_name == "ISO-2022-JP" || entry.iconv_name == "UTF-7";
    const bool wide =
        entry.way == charset_way::utf16 || entry.iconv_name.starts_with("UTF-16") || entry.iconv_name.starts_with("UTF-32");
    const bool undeclared = trimmed(declared).empty();
    if (is_ascii(bytes) && !stateful && !wide && entry.iconv_name != "VISCII") // VISCII has letters below 0x20
        return {std::string(bytes), "us-ascii", entry.way == charset_way::unknown && !undeclared, false};

    const auto count = wide ? utf8_count{0, 1} : count_utf8(bytes);
    decoded_text read;
    if (count.good > 0 && count.bad == 0 && !stateful) {
        read = {std::string(bytes), "utf-8", entry.way != charset_way::utf8, false};
    } else if (auto text = as_declared(bytes, entry)) {
        read = std::move(*text);
    } else if (count.good > 0 && count.good >= 8 * count.bad) {
        // UTF-8 with a few bytes lost on the way.
        read = {valid_utf8(bytes), "utf-8", entry.way != charset_way::utf8, true};
    } else {
        auto best = best_single_byte(bytes, vn_fonts);
        const bool as_said = entry.way == charset_way::latin && best.charset == "windows-1252";
        read = {std::move(best.text), std::move(best.charset), !as_said, false};
    }
    repair_latin(read, vn_fonts);
    return read;
}

} // namespace adapters::email::mime
