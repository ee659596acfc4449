#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// A header field's value as text (RFC 2047): UTF-8 in NFC on one line, without control characters. Neighbouring words
/// of one charset are joined before they are decoded, so a letter cut in two between them survives. Bytes outside
/// of words may be raw 8-bit text. Sets `guessed` when a charset had to be guessed.
std::string decode_header(std::string_view raw, bool* guessed = nullptr);

/// Text fit for one line: NFC, line ends and tabs as spaces, runs of blanks as one, no controls, no marks that turn
/// the direction of writing.
std::string one_line(std::string_view utf8);

} // namespace adapters::email::mime
