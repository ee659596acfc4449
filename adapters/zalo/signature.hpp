#pragma once

#include "bot/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::zalo {

/// What webhook signatures are made of, and what is commonly mistaken for it (contract §0, §1.2).
struct webhook_secrets {
    std::string app_id;
    bot::secret oa_secret_key; ///< "OA Secret Key" of the webhook page, not the app secret
    std::string oa_id{};       ///< only to tell the operator what is mixed up
    bot::secret app_secret{};  ///< likewise
};

enum class signature_verdict : std::uint8_t {
    valid,
    absent, ///< no header: the console's probe, or a stranger
    wrong,
};

/// Checks `X-ZEvent-Signature` against the raw body: SHA-256(app_id + body + timestamp + OA secret key), the timestamp
/// being the digits under "timestamp" in the body. "mac=" before the hex is optional, the hex of any case (§1.2).
/// Needs no JSON parser, so that nothing of a stranger's body is parsed. Compares in constant time.
signature_verdict check_signature(std::string_view body, std::string_view header, const webhook_secrets& secrets);

/// After a wrong signature: what the sender seems to have used instead ("app secret instead of the OA secret key", …),
/// "" when no common mistake explains it. Costs several hashes of the body: for the log, now and then.
std::string_view signature_hint(std::string_view body, std::string_view header, const webhook_secrets& secrets);

/// The header's value for a body, "mac=" included; for the sandbox and the tests. `timestamp` as in the body.
std::string sign(std::string_view body, std::string_view timestamp, const webhook_secrets& secrets);

/// SHA-256 of the parts put together: 32 bytes.
std::string sha256(std::string_view a, std::string_view b = {}, std::string_view c = {});
std::string to_hex(std::string_view bytes);

} // namespace adapters::zalo
