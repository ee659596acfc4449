#include "adapters/email/reading/encoded_words.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/transfer_encoding.hpp"
#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <optional>
#include <utility>

namespace adapters::email::mime {

namespace {

constexpr std::size_t charset_bytes_max = 60;

struct encoded_word {
    std::string charset;
    std::string bytes;
    std::size_t end; ///< after "?="
};

/// The word that starts with "=?" at `at`. Blanks within it, which RFC 2047 forbids, occur and are taken.
std::optional<encoded_word> read_word(std::string_view raw, std::size_t at)
{
    const auto charset_end = raw.find('?', at + 2);
    if (charset_end == std::string_view::npos || charset_end - at - 2 > charset_bytes_max || charset_end + 2 >= raw.size() ||
        raw[charset_end + 2] != '?')
        return std::nullopt;
    const char kind = lower(raw[charset_end + 1]);
    if (kind != 'b' && kind != 'q')
        return std::nullopt;
    const auto text_at = charset_end + 3;
    auto end = raw.find('?', text_at);
    // "?" within the text is an error that Q words are written with all the same.
    while (kind == 'q' && end != std::string_view::npos && end + 1 < raw.size() && raw[end + 1] != '=' && raw[end + 1] != '?')
        end = raw.find('?', end + 1);
    if (end == std::string_view::npos || end + 1 >= raw.size() || raw[end + 1] != '=')
        return std::nullopt;
    const auto charset = raw.substr(at + 2, charset_end - at - 2);
    if (charset.find_first_of(" \t\r\n=") != std::string_view::npos)
        return std::nullopt;
    const auto text = raw.substr(text_at, end - text_at);
    return encoded_word{lowered(charset.substr(0, charset.find('*'))), kind == 'b' ? decode_base64(text).bytes : decode_q(text),
                        end + 2};
}

class header_text {
public:
    explicit header_text(bool* guessed) : guessed_(guessed) {}

    void add_plain(std::string_view bytes)
    {
        if (bytes.empty())
            return;
        flush();
        add(bytes, "");
    }

    void add_word(encoded_word word)
    {
        if (word.charset != charset_)
            flush();
        charset_ = std::move(word.charset);
        bytes_ += word.bytes;
    }

    bool after_word() const { return !charset_.empty(); }

    std::string take()
    {
        flush();
        return std::move(text_);
    }

private:
    void flush()
    {
        if (!bytes_.empty())
            add(bytes_, charset_);
        bytes_.clear();
        charset_.clear();
    }

    void add(std::string_view bytes, std::string_view charset)
    {
        const auto decoded = decode_text(bytes, charset);
        text_ += decoded.text;
        if (guessed_ != nullptr && decoded.guessed && decoded.charset != "utf-8")
            *guessed_ = true;
    }

    std::string text_;
    std::string bytes_; ///< of words not yet decoded, all in `charset_`
    std::string charset_;
    bool* guessed_;
};

} // namespace

std::string one_line(std::string_view utf8)
{
    const std::string whole = bot::to_nfc(utf8);
    std::string line;
    line.reserve(whole.size());
    for (std::size_t at = 0; at < whole.size();) {
        const auto c = bot::decode_utf8(whole, at);
        const bool blank =
            c.value == ' ' || c.value == '\n' || c.value == '\t' || c.value == 0xA0 || c.value == 0x2028 || c.value == 0x2029;
        const bool unseen = (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069) ||
                            c.value == 0x200B || c.value == 0xFEFF || c.value == 0xAD || c.value == 0x2060;
        if (blank && !line.empty() && line.back() != ' ')
            line.push_back(' ');
        else if (!blank && !unseen)
            line.append(whole, at, c.size);
        at += c.size;
    }
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

std::string decode_header(std::string_view raw, bool* guessed)
{
    header_text text(guessed);
    std::size_t plain_from = 0;
    for (std::size_t at = raw.find("=?"); at != std::string_view::npos;) {
        auto word = read_word(raw, at);
        if (!word) {
            at = raw.find("=?", at + 2);
            continue;
        }
        const auto between = raw.substr(plain_from, at - plain_from);
        if (!text.after_word() || !trimmed(between).empty())
            text.add_plain(between);
        plain_from = word->end;
        at = raw.find("=?", word->end);
        text.add_word(std::move(*word));
    }
    text.add_plain(raw.substr(plain_from));
    return one_line(text.take());
}

} // namespace adapters::email::mime
