#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// Appends text with its character references replaced ("&agrave;", "&#7871;", "&#x1EBF;"); unknown ones stay as they
/// are written. Zero-width marks vanish, blanks of all widths become spaces.
void append_html_text(std::string& to, std::string_view text);

} // namespace adapters::email::mime
