#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bot::dialog {

/// Characters (code points) of a UTF-8 text.
std::size_t count_characters(std::string_view text);

/// The largest length not above `bytes` that does not cut a character.
std::size_t end_of_characters(std::string_view text, std::size_t bytes);

/// At most the first `characters` characters, ending at a space if one is near the end.
std::string first_characters(std::string_view text, std::size_t characters);

/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);

} // namespace bot::dialog
