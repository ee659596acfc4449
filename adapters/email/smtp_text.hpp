#pragma once

#include "bot/result.hpp"

#include <string>
#include <string_view>

namespace adapters::email {

/// Whether an address may stand between < and > in an envelope: ASCII, one @, a plain local part, a domain of letters,
/// digits, dots and hyphens, at most 254 bytes. Quoted local parts are refused: they are how commands get smuggled in.
bool sound_address(std::string_view address);

/// A host name or an address in brackets, for EHLO.
bool sound_greeting_name(std::string_view name);

/// A mail as it follows DATA: every line end CRLF (a bare CR or LF becomes one, so that no receiver can see another end of
/// the mail than we do: CVE-2023-51764), lines that begin with a dot stuffed, the final dot added.
struct mail_data {
    std::string wire{};
    bool eight_bit = false;
};
/// `rejected` for an empty mail, a NUL byte or a line above 998 bytes (RFC 5322 §2.1.1).
bot::result<mail_data> to_mail_data(std::string_view raw);

} // namespace adapters::email
