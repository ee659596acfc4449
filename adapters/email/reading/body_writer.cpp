#include "adapters/email/reading/body_writer.hpp"

#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/header_writer.hpp"
#include "adapters/email/reading/transfer_encoding.hpp"
#include "bot/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace adapters::email::mime {

namespace {

constexpr std::size_t line_bytes_aim = 76;

std::string with_crlf(std::string_view text)
{
    std::string lines;
    lines.reserve(text.size() + text.size() / 32);
    for (const char c : text) {
        if (c == '\n')
            lines += '\r';
        lines += c;
    }
    return lines;
}

/// ASCII whose lines need no protection: short, not ending in a blank, not beginning with what mail servers change.
bool is_seven_bit(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        const bool plain = std::all_of(line.begin(), line.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\t'; });
        if (!plain || line.size() > line_bytes_aim || line.ends_with(' ') || line.ends_with('\t') || line.starts_with('.') ||
            line.starts_with("From ") || line.starts_with("--"))
            return false;
        at = end + 1;
    }
    return true;
}

} // namespace

std::string encode_quoted_printable(std::string_view text)
{
    std::string encoded;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n') {
            encoded += "\r\n";
            column = 0;
            continue;
        }
        const bool at_end = at + 1 == text.size() || text[at + 1] == '\n';
        const bool protects = column == 0 && (c == '.' || c == '-' || text.substr(at).starts_with("From "));
        const bool literal = ((c > 0x20 && c < 0x7F && c != '=') || ((c == ' ' || c == '\t') && !at_end)) && !protects;
        const std::size_t size = literal ? 1 : 3;
        if (column + size > line_bytes_aim - 1) {
            encoded += "=\r\n";
            column = 0;
        }
        if (literal)
            encoded += c;
        else
            encoded += fmt::format("={:02X}", static_cast<unsigned char>(c));
        column += size;
    }
    return encoded;
}

std::string base64_lines(std::string_view bytes)
{
    const std::string whole = encode_base64(bytes);
    std::string lines;
    lines.reserve(whole.size() + whole.size() / 38 + 2);
    for (std::size_t at = 0; at < whole.size(); at += line_bytes_aim)
        lines.append(whole, at, line_bytes_aim).append("\r\n");
    return lines;
}

written_part write_text(std::string_view type, std::string_view utf8)
{
    std::string text = bot::to_nfc(valid_utf8(utf8));
    if (!text.ends_with('\n'))
        text += '\n';
    const std::string content_type = "Content-Type: " + std::string(type) + "; charset=utf-8\r\n";
    if (is_seven_bit(text))
        return {content_type + "Content-Transfer-Encoding: 7bit\r\n", with_crlf(text)};
    std::string printable = encode_quoted_printable(text);
    std::string base64 = base64_lines(with_crlf(text));
    if (printable.size() <= base64.size())
        return {content_type + "Content-Transfer-Encoding: quoted-printable\r\n", std::move(printable)};
    return {content_type + "Content-Transfer-Encoding: base64\r\n", std::move(base64)};
}

written_part write_file(std::string_view name, std::string_view type, std::string_view content)
{
    return {file_field("Content-Type", type, "name", name) + file_field("Content-Disposition", "attachment", "filename", name) +
                "Content-Transfer-Encoding: base64\r\n",
            base64_lines(content)};
}

} // namespace adapters::email::mime
