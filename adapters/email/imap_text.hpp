#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// A quoted string. Nothing when the text has a control character or is not ASCII: it would need a literal.
std::optional<std::string> imap_quoted(std::string_view text);

/// The name of a folder as it goes over the wire (modified UTF-7, RFC 3501 §5.1.3), quoted. Nothing for an empty or
/// over-long name, control characters or ill-formed UTF-8.
std::optional<std::string> imap_folder(std::string_view name);

/// Modified UTF-7 of a folder's name; nothing for ill-formed UTF-8.
std::optional<std::string> modified_utf7(std::string_view name);

/// "1:3,7,9:10" of ascending numbers.
std::string imap_set(const std::vector<std::uint32_t>& numbers);

/// A whole number in digits, not above the limit of 32 bits.
std::optional<std::uint32_t> imap_number(std::string_view digits);

} // namespace adapters::email
