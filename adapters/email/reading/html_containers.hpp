#pragma once

#include "adapters/email/reading/reply_stripper.hpp"

#include <cstdint>
#include <string_view>

namespace adapters::email::mime {

/// What a tag says about the text in it or after it.
enum class container_kind : std::uint8_t {
    none,
    hidden,          ///< not shown
    blockquote,      ///< a quotation: one ">" more
    quote,           ///< a client's container of the mail answered to
    quote_from_here, ///< a client's mark: all that follows is the mail answered to
    forward,         ///< container of a forwarded mail
    signature,
};

/// Tells by tag name and attributes. `name` is lower case.
container_kind container_of(std::string_view name, std::string_view tag_body);

} // namespace adapters::email::mime
