#pragma once

#include "adapters/email/reading/part_tree.hpp"
#include "adapters/email/reading/reply_stripper.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

/// The text of a mail and what comes along with it.
struct body_text {
    std::vector<text_line> lines;
    bool from_html = false;
    std::vector<attachment> attachments{};
    std::vector<const part*> mails{};        ///< message/rfc822 parts that are not part of a report
    std::vector<const part*> report_parts{}; ///< machine-readable parts of a multipart/report, the mail it is about among them
};

/// Goes through the parts: of alternatives the plain or the HTML text, whichever holds more of the form; files become
/// attachments within the limits.
body_text read_body(const part& root, const label_set& labels, const reading_limits& limits, std::vector<fault>& faults);

/// Joins lines, with "> " before quoted ones.
std::string joined_lines(const std::vector<text_line>& lines);

/// A text part's text, in UTF-8 (not NFC), with its charset found out; faults are noted once each.
std::string text_of(const part& leaf, const reading_limits& limits, std::vector<fault>& faults);

/// Adds a fault unless one of its kind and detail is there.
void note(std::vector<fault>& faults, fault_kind kind, std::string detail = {});

} // namespace adapters::email::mime
