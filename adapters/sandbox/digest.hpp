#pragma once

#include <string>
#include <string_view>

namespace adapters::sandbox {

/// Lower-case hexadecimal digests, as Zalo writes them.
std::string sha256_hex(std::string_view bytes);
std::string md5_hex(std::string_view bytes);
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// Bytes of a base64 text; "" for what is none.
std::string base64_bytes(std::string_view text);

/// PKCE: base64url without padding of SHA-256 of the verifier (RFC 7636, S256).
std::string pkce_challenge(std::string_view verifier);

/// `X-ZEvent-Signature` of a webhook body (contract 1.2): plain SHA-256 over the concatenation, no HMAC.
std::string event_signature(std::string_view app_id, std::string_view body, std::string_view timestamp,
                            std::string_view oa_secret_key);

} // namespace adapters::sandbox
