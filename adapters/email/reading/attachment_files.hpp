#pragma once

#include "adapters/email/reading/letter.hpp"

#include <string>
#include <string_view>

namespace adapters::email {

/// The media type that the bytes show; "text/plain" for what reads as text, "application/octet-stream" otherwise.
std::string type_by_magic(std::string_view bytes);

/// A name that can be shown and offered for saving: no path, no controls, no marks that turn the direction of
/// writing, no leading dots, none of the signs and names that Windows refuses; NFC; at most 120 characters with its
/// ending. "tep" when nothing is left.
std::string clean_attachment_name(std::string_view name);

/// What the file can do, by its clean name, its bytes and the types declared and found.
attachment_flags flags_of(std::string_view clean_name, std::string_view declared_type, std::string_view type,
                          std::string_view bytes);

/// An attachment with everything but its `content_id` and `inline_image`.
attachment make_attachment(std::string_view sent_name, std::string declared_type, std::string bytes);

} // namespace adapters::email
