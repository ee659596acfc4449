#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// One part: its fields, an empty line, its content, all with CRLF.
struct written_part {
    std::string fields;
    std::string content;

    std::string bytes() const { return fields + "\r\n" + content; }
};

/// Text as 7bit where it is plain ASCII, else quoted-printable or base64, whichever is shorter. `type`: "text/plain".
written_part write_text(std::string_view type, std::string_view utf8);

/// A file in base64.
written_part write_file(std::string_view name, std::string_view type, std::string_view content);

std::string encode_quoted_printable(std::string_view text_with_lf);
std::string base64_lines(std::string_view bytes);

} // namespace adapters::email::mime
