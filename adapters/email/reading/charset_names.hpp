#pragma once

#include <string>
#include <string_view>

namespace adapters::email::mime {

/// How bytes of a charset are turned into text.
enum class charset_way { utf8, latin, iconv, utf16, unknown };

struct charset_entry {
    charset_way way = charset_way::unknown;
    std::string iconv_name{}; ///< for iconv_open: from our own list, never the sender's text
};

/// The entry for a name as mails write it, in any case, with stray quotes and blanks.
charset_entry find_charset(std::string_view name);

} // namespace adapters::email::mime
