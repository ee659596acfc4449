#include "adapters/email/reading/header_writer.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "adapters/email/reading/transfer_encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace adapters::email::mime {

namespace {

constexpr std::size_t line_bytes_aim = 76;
constexpr std::size_t word_bytes_max = 45; ///< of text in an encoded word: 60 in base64, 72 with its frame
constexpr std::size_t word_bytes_min = 24;
constexpr std::size_t section_bytes_max = 60; ///< of a RFC 2231 section
constexpr std::size_t plain_token_max = 70;

bool is_plain_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool needs_words(std::string_view text)
{
    if (!is_plain_ascii(text) || text.find("=?") != std::string_view::npos)
        return true;
    std::size_t token = 0;
    for (const char c : text) {
        token = c == ' ' ? 0 : token + 1;
        if (token > plain_token_max)
            return true;
    }
    return false;
}

/// How much of the text goes into the next word: whole characters and, where it can be, a multiple of three bytes, because
/// GMime 3.2.13 and the programs built on it read nothing after a padded word.
std::size_t next_word(std::string_view text)
{
    if (text.size() <= word_bytes_max)
        return text.size();
    std::size_t fallback = 0;
    for (std::size_t size = word_bytes_max; size >= word_bytes_min; --size) {
        if ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
            continue;
        if (size % 3 == 0)
            return size;
        fallback = std::max(fallback, size);
    }
    return fallback == 0 ? word_bytes_max : fallback;
}

std::string encoded_words(std::string_view text)
{
    std::string words;
    while (!text.empty()) {
        const std::size_t size = next_word(text);
        words += words.empty() ? "" : "\r\n ";
        words += "=?UTF-8?B?" + encode_base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return words;
}

/// Breaks at blanks, so that no line is longer than it must be.
std::string folded(std::string_view name, std::string_view value)
{
    std::string field = std::string(name) + ":";
    std::size_t column = field.size();
    for (std::size_t at = 0; at < value.size();) {
        const auto end = std::min(value.find(' ', at), value.size());
        const auto word = value.substr(at, end - at);
        if (column + 1 + word.size() > line_bytes_aim && column > name.size() + 1) {
            field += "\r\n";
            column = 0;
        }
        field.append(" ").append(word);
        column += 1 + word.size();
        at = end + 1;
    }
    return field + "\r\n";
}

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        if (is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_')
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string quoted(std::string_view text)
{
    std::string safe = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            safe += '\\';
        safe += c;
    }
    return safe + '"';
}

} // namespace

std::string text_field(std::string_view name, std::string_view text)
{
    const std::string line = one_line(valid_utf8(text));
    if (!needs_words(line))
        return folded(name, line);
    return std::string(name) + ": " + (name.size() > 10 ? "\r\n " : "") + encoded_words(line) + "\r\n";
}

std::string plain_field(std::string_view name, std::string_view value)
{
    return folded(name, value);
}

std::string address_field(std::string_view name, const mailbox& box)
{
    const std::string shown = one_line(valid_utf8(box.name));
    if (shown.empty())
        return std::string(name) + ": " + box.address + "\r\n";
    const std::string phrase = needs_words(shown) ? encoded_words(shown) : quoted(shown);
    return std::string(name) + ": " + phrase + "\r\n <" + box.address + ">\r\n";
}

std::string file_field(std::string_view name, std::string_view value, std::string_view parameter, std::string_view file_name)
{
    const std::string line = one_line(valid_utf8(file_name));
    std::string field = std::string(name) + ": " + std::string(value);
    if (is_plain_ascii(line) && line.size() <= section_bytes_max)
        return field + ";\r\n " + std::string(parameter) + "=" + quoted(line) + "\r\n";
    const std::string encoded = percent_encoded(line);
    std::size_t section = 0;
    for (std::size_t at = 0; at < encoded.size(); ++section) {
        std::size_t size = std::min(section_bytes_max, encoded.size() - at);
        // A code of three bytes is not parted.
        while (at + size < encoded.size() && (encoded[at + size - 1] == '%' || encoded[at + size - 2] == '%'))
            --size;
        field += fmt::format(";\r\n {}*{}*={}{}", parameter, section, section == 0 ? "UTF-8''" : "", encoded.substr(at, size));
        at += size;
    }
    return field + "\r\n";
}

std::string date_text(bot::rules::instant at)
{
    static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto local = bot::rules::to_vietnam(at);
    const std::chrono::weekday day{std::chrono::sys_days(local.date)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0700", days[day.c_encoding()],
                       static_cast<unsigned>(local.date.day()), months[static_cast<unsigned>(local.date.month()) - 1],
                       static_cast<int>(local.date.year()), local.hour, local.minute, local.second);
}

} // namespace adapters::email::mime
