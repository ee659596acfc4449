#pragma once

#include "adapters/email/reading/reply_stripper.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

struct html_text {
    std::vector<text_line> lines; ///< NFC
    bool too_long = false;        ///< a tag was skipped or the page cut
};

/// A page as lines of text. Cells of a table's row are parted by TAB, rows and blocks by line ends, list items carry "-" or
/// their number; what is not shown (head, script, display:none) is left out. Quotations (blockquote of a mail
/// client) have their depth, containers of quotes and signatures of Gmail, Outlook, Apple, Thunderbird, Zimbra,
/// Roundcube, Yahoo, Proton, Zoho their hint. One pass, whatever the nesting. `page` is valid UTF-8.
html_text html_to_text(std::string_view page, std::size_t bytes_max);

/// The charset a page declares for itself in its first 4 KB; "" if none.
std::string html_charset(std::string_view page);

/// True when the page names a font of the .Vn family: its letters are TCVN3 whatever the charset says.
bool names_vn_font(std::string_view page);

} // namespace adapters::email::mime
