#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::email::mime {

struct decoded_bytes {
    std::string bytes;
    bool damaged = false; ///< something in it was not of the encoding
};

/// Base64 with foreign bytes skipped. Padding ends a quantum, not the content: lists and gateways join several
/// encodings (GMime 3.2.13 stops at the first "=").
decoded_bytes decode_base64(std::string_view text);

/// Quoted-printable body (RFC 2045): a "=" that begins no code stays as it is.
decoded_bytes decode_quoted_printable(std::string_view text);

/// The Q encoding of header words (RFC 2047): "_" is a space.
std::string decode_q(std::string_view text);

/// The content of "begin 644 name … end"; lines with wrong lengths are read as far as they go.
decoded_bytes decode_uuencode(std::string_view text);

/// Decodes by the name of a Content-Transfer-Encoding in any case; 7bit, 8bit, binary and unknown names give the
/// text as it is.
decoded_bytes decode_transfer(std::string_view encoding, std::string_view text);

std::string encode_base64(std::string_view bytes);

} // namespace adapters::email::mime
