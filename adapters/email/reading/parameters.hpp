#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::email::mime {

/// A structured field: "text/plain; charset=utf-8; name*0*=…".
struct structured_value {
    std::string value;                                             ///< lower case: "text/plain", "attachment"
    std::vector<std::pair<std::string, std::string>> parameters{}; ///< lower-case names without *; values UTF-8 on one line

    /// "" when there is none of that name.
    std::string_view parameter(std::string_view name) const;
};

/// Reads a Content-Type or Content-Disposition, with RFC 2231 continuations and charsets, and with the RFC 2047 words
/// and raw 8-bit bytes that mail programs write there instead. Repeated and malformed parameters: the first
/// that can be read counts.
structured_value read_structured(std::string_view raw);

} // namespace adapters::email::mime
