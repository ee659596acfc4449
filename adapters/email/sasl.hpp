#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::email {

std::string base64(std::string_view bytes);
/// Nothing for what is not padded base64 in one line.
std::optional<std::string> from_base64(std::string_view text);

/// Answers of the SASL mechanisms, in base64 as they go over the wire. User and password without NUL: see `sasl_sound`.
std::string sasl_plain(std::string_view user, std::string_view password);
std::string sasl_xoauth2(std::string_view user, std::string_view token);

/// Whether a user name, password or token can be sent at all: not empty and no control character, which would end a
/// field or a line early.
bool sasl_sound(std::string_view text);

/// A server's words fit for a log line, withheld when it repeats anything of the credentials: some quote the command that
/// they did not like.
std::string words_without(std::string_view text, std::string_view user, std::string_view secret);

/// What went wrong according to the challenge that follows a refused token: its "status", else "".
std::string xoauth2_failure(std::string_view challenge);

} // namespace adapters::email
