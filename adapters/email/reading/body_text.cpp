#include "adapters/email/reading/body_text.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/attachment_files.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/flowed.hpp"
#include "adapters/email/reading/html_text.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace adapters::email::mime {

namespace {

constexpr auto body_types = std::to_array<std::string_view>(
    {"text/plain", "text/html", "text/enriched", "text/markdown", "text/richtext", "text/x-plain"});
constexpr auto machine_types = std::to_array<std::string_view>(
    {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
     "message/global-disposition-notification", "message/feedback-report", "text/rfc822-headers", "message/rfc822-headers",
     "message/global", "message/global-headers"});
constexpr auto signature_types = std::to_array<std::string_view>(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"});
constexpr std::size_t stub_bytes_max = 300;
constexpr std::size_t page_factor = 8; ///< how much longer a page may be than its text

template <class List>
bool is_in(const List& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string sent_name(const part& leaf)
{
    const auto by_disposition = leaf.disposition.parameter("filename");
    const auto by_type = leaf.content_type.parameter("name");
    if (!by_disposition.empty())
        return std::string(by_disposition);
    if (!by_type.empty())
        return std::string(by_type);
    return leaf.is("text/calendar") ? "lich.ics" : leaf.is("application/ms-tnef") ? "winmail.dat" : std::string();
}

/// A plain part that only points to the HTML one.
bool is_stub(std::string_view text)
{
    const auto bare = trimmed(text);
    if (bare.empty())
        return true;
    if (bare.size() > stub_bytes_max)
        return false;
    const std::string folded = bot::fold(bare);
    return folded.find("xem ban html") != std::string::npos || folded.find("dinh dang html") != std::string::npos ||
           folded.find("html version") != std::string::npos || folded.find("html format") != std::string::npos ||
           folded.find("view this email") != std::string::npos || folded.find("support html") != std::string::npos ||
           folded.find("ho tro html") != std::string::npos || folded.find("trinh duyet") != std::string::npos;
}

/// How much of the form the lines hold: labels, and twice as much for those with their value beside them.
std::size_t form_score(const std::vector<text_line>& lines, const label_set& labels)
{
    std::size_t score = 0;
    for (const text_line& line : lines) {
        if (!labels.begins(line.text))
            continue;
        const auto sign = line.text.find_last_of(":\t?");
        const bool has_value = sign != std::string::npos && !trimmed(std::string_view(line.text).substr(sign + 1)).empty();
        score += has_value ? 2 : 1;
    }
    return score;
}

/// One place of text in a mail: two forms of the same where there are alternatives.
struct text_piece {
    std::optional<std::vector<text_line>> plain;
    std::optional<std::vector<text_line>> html;
};

class body_reader {
public:
    body_reader(const label_set& labels, const reading_limits& limits, std::vector<fault>& faults)
        : labels_(labels), limits_(limits), faults_(faults)
    {
    }

    body_text read(const part& root)
    {
        go(root, false);
        for (text_piece& piece : pieces_)
            take(std::move(piece));
        if (result_.lines.empty() && named_text_ != nullptr)
            result_.lines = plain_lines(*named_text_);
        limit_attachments();
        return std::move(result_);
    }

private:
    void go(const part& here, bool in_report)
    {
        if (here.is_multipart()) {
            go_into(here, in_report);
            return;
        }
        const bool is_file = equal_ignoring_case(here.disposition.value, "attachment");
        if (in_report && (is_in(machine_types, here.content_type.value) || here.is("message/rfc822"))) {
            result_.report_parts.push_back(&here);
        } else if (here.is_mail()) {
            result_.mails.push_back(&here);
        } else if (is_in(machine_types, here.content_type.value)) {
            result_.report_parts.push_back(&here); // a report in the wrong kind of multipart
        } else if (is_in(signature_types, here.content_type.value)) {
            return; // not verified here; DKIM and DMARC are the border server's
        } else if (is_in(body_types, here.content_type.value) && !is_file && sent_name(here).empty()) {
            add_text(here);
        } else {
            add_file(here);
        }
    }

    void go_into(const part& here, bool in_report)
    {
        if (here.is("multipart/encrypted"))
            note(faults_, fault_kind::encrypted, "multipart/encrypted");
        if (!here.is("multipart/alternative")) {
            for (const part& child : here.children)
                go(child, in_report || here.is("multipart/report"));
            return;
        }
        // Each alternative is read for itself; their texts are forms of one.
        auto outer = std::exchange(pieces_, {});
        text_piece one;
        for (const part& child : here.children) {
            go(child, in_report);
            for (text_piece& piece : std::exchange(pieces_, {})) {
                append(one.plain, std::move(piece.plain));
                append(one.html, std::move(piece.html));
            }
        }
        pieces_ = std::move(outer);
        pieces_.push_back(std::move(one));
    }

    static void append(std::optional<std::vector<text_line>>& to, std::optional<std::vector<text_line>> more)
    {
        if (!more)
            return;
        if (!to)
            to.emplace();
        to->insert(to->end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
    }

    void add_text(const part& leaf)
    {
        text_piece piece;
        if (leaf.is("text/html"))
            piece.html = html_lines(leaf);
        else
            piece.plain = plain_lines(leaf);
        pieces_.push_back(std::move(piece));
    }

    std::vector<text_line> plain_lines(const part& leaf)
    {
        std::string text = text_of(leaf, limits_, faults_);
        if (leaf.is("text/plain") && equal_ignoring_case(leaf.content_type.parameter("format"), "flowed"))
            text = unflowed(text, equal_ignoring_case(leaf.content_type.parameter("delsp"), "yes"));
        return lines_of_text(bot::to_nfc(text));
    }

    std::vector<text_line> html_lines(const part& leaf)
    {
        auto page = html_to_text(text_of(leaf, limits_, faults_), limits_.text * page_factor);
        if (page.too_long)
            note(faults_, fault_kind::html_too_long);
        return std::move(page.lines);
    }

    void take(text_piece piece)
    {
        bool html = piece.html.has_value();
        if (piece.html && piece.plain)
            html = is_stub(joined_lines(*piece.plain)) || form_score(*piece.html, labels_) > form_score(*piece.plain, labels_);
        // A page of markup only says nothing; an empty plain part beside it neither.
        if (html && piece.plain && piece.html->empty())
            html = false;
        auto& chosen = html ? piece.html : piece.plain;
        if (!chosen)
            return;
        const bool has_text =
            std::any_of(chosen->begin(), chosen->end(), [](const text_line& line) { return !trimmed(line.text).empty(); });
        if (!has_text)
            return;
        result_.from_html |= html;
        result_.lines.insert(result_.lines.end(), std::make_move_iterator(chosen->begin()),
                             std::make_move_iterator(chosen->end()));
    }

    void add_file(const part& leaf)
    {
        const bool is_text = is_in(body_types, leaf.content_type.value) && !leaf.is("text/html");
        if (is_text && named_text_ == nullptr)
            named_text_ = &leaf;
        if (leaf.is("application/pkcs7-mime") || leaf.is("application/x-pkcs7-mime"))
            note(faults_, fault_kind::encrypted, leaf.content_type.value);
        if (files_ >= limits_.parts || (leaf.content.empty() && sent_name(leaf).empty()))
            return;
        ++files_;
        const std::size_t room = limits_.attachments_total - std::min(limits_.attachments_total, total_);
        attachment made = make_attachment(sent_name(leaf), leaf.content_type.value, leaf.content);
        std::string_view id = value_of(leaf.fields, "content-id");
        if (id.starts_with('<'))
            id.remove_prefix(1);
        made.content_id = bot::to_nfc(valid_utf8(id.substr(0, std::min<std::size_t>(id.find('>'), 200))));
        const bool shown =
            equal_ignoring_case(leaf.disposition.value, "inline") || (leaf.disposition.value.empty() && !made.content_id.empty());
        made.flags.inline_image = made.type.starts_with("image/") && shown;
        if (made.flags.winmail)
            note(faults_, fault_kind::winmail);
        if (made.size > limits_.attachment || made.size > room) {
            made.flags.too_large = true;
            made.content = {};
            note(faults_, fault_kind::attachment_too_large, std::to_string(made.size));
        }
        total_ += made.content.size();
        result_.attachments.push_back(std::move(made));
    }

    /// Pictures of signatures go first when there are too many.
    void limit_attachments()
    {
        auto& all = result_.attachments;
        if (all.size() <= limits_.attachments)
            return;
        note(faults_, fault_kind::too_many_attachments, std::to_string(all.size()));
        for (std::size_t at = all.size(); at-- > 0 && all.size() > limits_.attachments;)
            if (all[at].flags.inline_image)
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
        if (all.size() > limits_.attachments)
            all.resize(limits_.attachments);
    }

    const label_set& labels_;
    const reading_limits& limits_;
    std::vector<fault>& faults_;
    body_text result_;
    std::vector<text_piece> pieces_;
    const part* named_text_ = nullptr; ///< a text with a file name: the body, if there is no other
    std::size_t total_ = 0;
    std::size_t files_ = 0;
};

} // namespace

body_text read_body(const part& root, const label_set& labels, const reading_limits& limits, std::vector<fault>& faults)
{
    return body_reader(labels, limits, faults).read(root);
}

std::string joined_lines(const std::vector<text_line>& lines)
{
    std::string text;
    for (const text_line& line : lines) {
        if (!text.empty() || &line != &lines.front())
            text += '\n';
        for (int depth = 0; depth < line.quote_depth; ++depth)
            text += "> ";
        text += line.text;
    }
    const auto first = text.find_first_not_of('\n');
    while (!text.empty() && is_blank(text.back()))
        text.pop_back();
    return first == std::string::npos || first >= text.size() ? std::string() : text.substr(first);
}

std::string text_of(const part& leaf, const reading_limits& limits, std::vector<fault>& faults)
{
    const bool html = leaf.is("text/html");
    const std::size_t bytes_max = html ? limits.text * page_factor : limits.text;
    std::string_view bytes = leaf.content;
    if (bytes.size() > bytes_max) {
        bytes = bytes.substr(0, bytes_max);
        note(faults, html ? fault_kind::html_too_long : fault_kind::text_too_long, std::to_string(leaf.content.size()));
    }
    std::string declared(leaf.content_type.parameter("charset"));
    if (declared.empty() && html)
        declared = html_charset(bytes);
    auto decoded = decode_text(bytes, declared, html && names_vn_font(bytes));
    if (decoded.guessed)
        note(faults, fault_kind::charset_guessed, decoded.charset);
    if (decoded.replaced)
        note(faults, fault_kind::text_replaced);
    return std::move(decoded.text);
}

void note(std::vector<fault>& faults, fault_kind kind, std::string detail)
{
    const bool known =
        std::any_of(faults.begin(), faults.end(), [&](const fault& one) { return one.kind == kind && one.detail == detail; });
    if (!known)
        faults.push_back({kind, std::move(detail)});
}

} // namespace adapters::email::mime
