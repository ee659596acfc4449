#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// Text of format=flowed (RFC 3676) with its soft line breaks taken out; quoted paragraphs keep their marks.
std::string unflowed(std::string_view text, bool delete_space);

} // namespace adapters::email::mime
