#pragma once

#include "adapters/email/reading/delivery_report.hpp"
#include "adapters/email/reading/letter.hpp"

namespace adapters::email::mime {

/// Finds out whether the mail was made by a program, and by what sign; sets `automatic`, its reason, `bounce` and
/// `suppress_auto_answer` of the letter that `source.mail` is.
void classify_automatic(letter& mail, const report_source& source);

} // namespace adapters::email::mime
