#pragma once

#include <string>
#include <string_view>

namespace adapters {

/// A message as HTML for mail readers: the first line stands out, numbered questions are rows with room for an answer, colours are
/// the reader's own (so dark mode stays dark), nothing is loaded from anywhere, everything a person wrote is escaped.
std::string mail_page(std::string_view marker, std::string_view text);

} // namespace adapters
