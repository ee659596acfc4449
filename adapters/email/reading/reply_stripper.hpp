#pragma once

#include "adapters/email/reading/letter.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// Folded form labels; made once for many texts.
class label_set {
public:
    label_set() = default;
    explicit label_set(const std::vector<std::string>& labels);

    /// True when the line begins with a label, after an item number or bullet: "3. Mức độ: cao", "- muc do". Marks
    /// of quotation are not looked through.
    bool begins(std::string_view line) const;
    /// How many lines of the text begin with a label.
    std::size_t count(std::string_view text) const;
    bool empty() const { return folded_.empty(); }

private:
    std::vector<std::string> folded_;
};

/// What HTML says about a line that its words do not.
enum class line_hint : std::uint8_t {
    none,
    quote,     ///< within a client's container of the mail answered to, or where one begins
    signature, ///< within a client's container of a signature
    forward,   ///< a container of a forwarded mail begins
};

struct text_line {
    std::string text;    ///< without its marks of quotation
    int quote_depth = 0; ///< how many ">"
    line_hint hint = line_hint::none;
};

/// Lines of a plain text, their marks of quotation counted and taken off.
std::vector<text_line> lines_of_text(std::string_view text);

struct stripped_reply {
    std::string reply; ///< what was written now, with the answers given between quoted lines
    std::string cut;   ///< quotes, the client's introduction to them, signature
    std::vector<inline_answer> inline_answers{};
    bool forwarded = false; ///< a forwarded mail was found and kept
};

struct stripping_options {
    bool forwarded_subject = false; ///< the subject says Fwd or Chuyển tiếp: a header block begins the report
};

/// Takes what the sender wrote now out of a reply. Vietnamese and English clients, with or without diacritics, NFC
/// or NFD; the introductions of some other languages. Linear in the text. No line that begins with a form label
/// is taken for a signature, nor any line above one.
stripped_reply strip_reply(const std::vector<text_line>& lines, const label_set& labels, const stripping_options& options = {});
stripped_reply strip_reply(std::string_view text, const label_set& labels, const stripping_options& options = {});

/// The line that our mails carry above what they quote; a reply is what stands above it.
inline constexpr std::string_view reply_marker = "--- Vui lòng trả lời phía trên dòng này ---";

/// "Fwd: …", "FW: …", "Chuyển tiếp: …"; not when an "Re:" or "Trả lời:" stands before it.
bool is_forward_subject(std::string_view subject);
/// The subject without "Re:", "Fwd:", "Trả lời:", "Chuyển tiếp:" at its beginning, however many.
std::string plain_subject(std::string_view subject);

} // namespace adapters::email
