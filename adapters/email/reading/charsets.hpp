#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

struct decoded_text {
    std::string text;      ///< valid UTF-8, not yet normalised
    std::string charset;   ///< what it was read as: "utf-8", "windows-1258", "tcvn", …
    bool guessed = false;  ///< not as declared
    bool replaced = false; ///< holds U+FFFD for bytes that are no text
};

/// Bytes to text. In this order: byte order mark; UTF-8 under whatever name; the declared charset if it decodes
/// without error; windows-1258, TCVN3 or VISCII if that reads as Vietnamese; windows-1252. Text whose letters are
/// TCVN3 seen as Latin-1 (fonts of the .Vn family: "Sù cè") or UTF-8 encoded twice is put right when that
/// makes it Vietnamese. `vn_fonts`: the page names .Vn fonts, so less proof is asked for.
decoded_text decode_text(std::string_view bytes, std::string_view declared, bool vn_fonts = false);

/// True for a name on the list of charsets that are read; no other ever reaches iconv.
bool is_known_charset(std::string_view name);

/// Valid UTF-8 from any bytes: ill-formed ones become U+FFFD.
std::string valid_utf8(std::string_view bytes, bool* replaced = nullptr);

} // namespace adapters::email::mime
