#pragma once

#include "adapters/email/reading/letter.hpp"
#include "adapters/email/reading/parameters.hpp"
#include "adapters/email/reading/raw_mail.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

/// One part of a mail with those below it.
struct part {
    header fields{};
    structured_value content_type{}; ///< "text/plain" where none is given or it cannot be read
    structured_value disposition{};
    std::string content{};        ///< a leaf's bytes, decoded
    std::vector<part> children{}; ///< of a multipart; of a message/rfc822 the one part that is its body
    header mail_fields{};         ///< header of the mail that a message/rfc822 holds

    bool is(std::string_view type) const { return content_type.value == type; }
    bool is_multipart() const { return content_type.value.starts_with("multipart/"); }
    bool is_mail() const { return content_type.value == "message/rfc822" && !children.empty(); }
};

/// The parts of a mail by GMime, behind a guard: only the fields that say how the body is built reach its parser, the
/// body is cut before the boundary that is one too many, fields of inner headers on which it is known to overflow
/// are put out of its sight, nothing is ever written by it. What cannot be taken apart is one text part.
part read_parts(const raw_mail& mail, const reading_limits& limits, std::vector<fault>& faults);

} // namespace adapters::email::mime
