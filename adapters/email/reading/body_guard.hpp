#pragma once

#include "adapters/email/reading/letter.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

/// Makes the body that begins at `from` harmless for the MIME parser, in place: cut before the boundary line that is over the
/// limit of parts, and in headers of inner parts the fields that are too long or hold too many address groups renamed (first
/// letter X).
void guard_body(std::string& mail, std::size_t from, std::string_view content_type, const reading_limits& limits,
                std::vector<fault>& faults);

} // namespace adapters::email::mime
