#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text as people type it, brought to one form. Every function takes any bytes: what is not UTF-8 (overlong
/// forms, encoded surrogates, cut sequences) counts as U+FFFD, and nothing here throws but for want of
/// memory.
namespace bot {

/// The text in NFC, as it is stored and compared from the door on. NUL and other control characters are
/// dropped, except line ends and tabs, so CR LF becomes LF. Of more than 30 combining marks in a row the rest
/// is dropped (the limit of UAX #15's stream-safe text): ordering a flood of them would take time quadratic
/// in its length.
std::string to_nfc(std::string_view text);

/// The form in which answers and commands are compared: case folded, diacritics gone (đ becomes d),
/// punctuation turned into space, runs of space into one, trimmed. The signs / : - . stay where they stand
/// between two digits, so that "22/11/2026 07:45" survives. fold("  Tiếp nhận: SC-2026-000012. ") is "tiep
/// nhan sc 2026-000012".
std::string fold(std::string_view text);

/// Length in UTF-16 code units, the unit of Zalo's limit on a message.
std::size_t utf16_length(std::string_view text);

/// The text in pieces of at most `limit_utf16` units each: cut at a line end, else after a sentence, else at
/// a space, else between two graphemes. Blanks at a cut are dropped; no piece is empty. A single grapheme
/// longer than the limit (a flood of combining marks) is cut between code points.
std::vector<std::string> split_message(std::string_view text, std::size_t limit_utf16 = 2000);

/// The first `characters` graphemes; when something had to go, the last of them is "…". Line ends become
/// spaces.
std::string shorten(std::string_view text, std::size_t characters);

} // namespace bot
