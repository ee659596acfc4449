#pragma once

#include "adapters/email/reading/letter.hpp"

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// One field with its CRLF, folded; text outside ASCII as encoded words (RFC 2047).
std::string text_field(std::string_view name, std::string_view text);

/// A field whose value is ASCII and may be folded at its blanks only.
std::string plain_field(std::string_view name, std::string_view value);

/// From or To: the name quoted or encoded, then the address, which is plain.
std::string address_field(std::string_view name, const mailbox& box);

/// Content-Type or Content-Disposition with a file name, in RFC 2231 sections where it is not ASCII; `parameter` is
/// "filename" or "name".
std::string file_field(std::string_view name, std::string_view value, std::string_view parameter, std::string_view file_name);

/// "Thu, 12 Nov 2026 08:15:00 +0700": Vietnam time.
std::string date_text(bot::rules::instant at);

} // namespace adapters::email::mime
