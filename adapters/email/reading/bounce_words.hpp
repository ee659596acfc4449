#pragma once

#include "adapters/email/reading/raw_mail.hpp"

#include <string_view>

/// What mail servers write about mails they could not deliver, in English and Vietnamese, folded for comparison.
namespace adapters::email::mime {

bool says_undelivered_subject(std::string_view subject);
bool says_undelivered(std::string_view text);

/// Not delivered yet, and the server goes on trying.
bool says_delayed(std::string_view subject, std::string_view text);

/// The line that gives the reason; "" if there is none.
std::string_view failure_line(std::string_view text);

/// multipart/report with report-type=delivery-status.
bool is_report_type(const header& fields);

} // namespace adapters::email::mime
