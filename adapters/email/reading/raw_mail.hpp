#pragma once

#include "adapters/email/reading/letter.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

/// One field of a header as it stood there, unfolded (line ends are gone, blanks kept). Bytes, not text.
struct header_field {
    std::string name; ///< lower case
    std::string value;
};

using header = std::vector<header_field>;

/// The first field of that name (lower case), nullptr if there is none.
const header_field* find_field(const header& fields, std::string_view name);
/// Its value without outer blanks, "" if there is none.
std::string_view value_of(const header& fields, std::string_view name);

/// A mail cut at the empty line, within the limits, before any library sees it.
struct raw_mail {
    header fields;
    std::string_view body;
    bool is_mail = true; ///< false: no header; the whole is `body`
};

/// The views are into `raw`. Leading empty lines and an mbox "From " line are passed over (GMime 3.2.13 gives
/// nothing for such mails). Says in `faults` what had to be cut or left out.
raw_mail split_mail(std::string_view raw, const reading_limits& limits, std::vector<fault>& faults);

/// True for fields that hold addresses: To, From, Resent-Cc, …
bool is_address_field(std::string_view lower_name);

/// Colons outside quoted strings: groups within groups, as attacks write them, run into the thousands.
std::size_t colons_outside_quotes(std::string_view value);

inline constexpr std::size_t address_colons_max = 100;

/// CR alone as line end becomes LF, where a mail has no other.
std::string with_line_ends(std::string_view raw);

} // namespace adapters::email::mime
