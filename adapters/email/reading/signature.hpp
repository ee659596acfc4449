#pragma once

#include "adapters/email/reading/reply_stripper.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace adapters::email::mime {

/// Lines [first, end) of the text: where the signature at their end begins; `end` when there is none. A line that begins
/// with a form label is never part of it. `may_be_all`: "Trân trọng," on the first line is one too, as below a quotation.
std::size_t find_signature(const std::vector<text_line>& lines, const std::vector<std::string>& folded, std::size_t first,
                           std::size_t end, const label_set& labels, bool may_be_all = false);

} // namespace adapters::email::mime
