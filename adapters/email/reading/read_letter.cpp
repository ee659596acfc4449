#include "adapters/email/reading/read_letter.hpp"

#include "adapters/email/reading/addresses.hpp"
#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/authentication_results.hpp"
#include "adapters/email/reading/automatic.hpp"
#include "adapters/email/reading/body_text.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/dates.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "adapters/email/reading/part_tree.hpp"
#include "adapters/email/reading/raw_mail.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

using mime::body_text;
using mime::header;
using mime::note;
using mime::part;
using mime::raw_mail;
using mime::value_of;

constexpr std::size_t thread_ids_max = 20;
constexpr std::size_t delivered_to_max = 100;

std::string utf8_in_nfc(std::string_view bytes)
{
    return bot::to_nfc(mime::valid_utf8(bytes));
}

void add_unique(std::vector<std::string>& to, std::string value, std::size_t count_max)
{
    if (!value.empty() && to.size() < count_max && std::find(to.begin(), to.end(), value) == to.end())
        to.push_back(std::move(value));
}

std::vector<mailbox> addresses_of(const header& fields, std::string_view name)
{
    std::vector<mailbox> all;
    for (const auto& field : fields) {
        if (field.name != name)
            continue;
        for (mailbox& one : mime::read_addresses(field.value))
            if (all.size() < mime::addresses_max)
                all.push_back(std::move(one));
    }
    return all;
}

void read_threading(letter& mail, const header& fields)
{
    if (auto ids = mime::read_message_ids(value_of(fields, "message-id")); !ids.empty())
        mail.message_id = std::move(ids.front());
    else
        note(mail.faults, fault_kind::no_message_id);
    for (std::string& id : mime::read_message_ids(value_of(fields, "in-reply-to")))
        add_unique(mail.thread_ids, std::move(id), thread_ids_max);
    auto references = mime::read_message_ids(value_of(fields, "references"));
    for (auto id = references.rbegin(); id != references.rend(); ++id)
        add_unique(mail.thread_ids, std::move(*id), thread_ids_max);
}

void read_people(letter& mail, const header& fields)
{
    const auto senders = addresses_of(fields, "from");
    const auto from_fields = std::count_if(fields.begin(), fields.end(), [](const auto& one) { return one.name == "from"; });
    if (!senders.empty())
        mail.from = senders.front();
    if (mail.from.address.empty())
        note(mail.faults, fault_kind::no_from);
    mail.several_from = senders.size() > 1 || from_fields > 1;
    if (mail.several_from)
        note(mail.faults, fault_kind::several_from);
    mail.reply_to = addresses_of(fields, "reply-to");
    mail.to = addresses_of(fields, "to");
    mail.cc = addresses_of(fields, "cc");
    for (const std::string_view name :
         {"delivered-to", "x-original-to", "x-envelope-to", "envelope-to", "x-delivered-to", "to", "cc", "resent-to"})
        for (mailbox& one : addresses_of(fields, name))
            add_unique(mail.delivered_to, std::move(one.address), delivered_to_max);
    const auto* path = mime::find_field(fields, "return-path");
    if (path != nullptr) {
        const auto value = mime::trimmed(path->value);
        mail.null_return_path = value == "<>" || value.empty();
        if (const auto read = mime::read_addresses(value); !read.empty())
            mail.return_path = read.front().address;
        if (mail.return_path.empty() && mime::starts_ignoring_case(value, "<mailer-daemon>"))
            mail.null_return_path = true;
    }
}

void read_header(letter& mail, const header& fields)
{
    read_threading(mail, fields);
    read_people(mail, fields);
    bool guessed = false;
    mail.subject = mime::decode_header(value_of(fields, "subject"), &guessed);
    if (guessed)
        note(mail.faults, fault_kind::charset_guessed, "subject");
    mail.date = mime::read_date(value_of(fields, "date"));
    if (!mail.date)
        note(mail.faults, fault_kind::no_date);
}

embedded_mail read_embedded(const part& holder, const label_set& labels, const reading_limits& limits, std::vector<fault>& faults,
                            letter& outer)
{
    embedded_mail inner;
    if (const auto from = addresses_of(holder.mail_fields, "from"); !from.empty())
        inner.from = from.front();
    inner.subject = mime::decode_header(value_of(holder.mail_fields, "subject"));
    if (auto ids = mime::read_message_ids(value_of(holder.mail_fields, "message-id")); !ids.empty())
        inner.message_id = std::move(ids.front());
    inner.date = mime::read_date(value_of(holder.mail_fields, "date"));
    body_text body = mime::read_body(holder.children.front(), labels, limits, faults);
    inner.text = mime::joined_lines(body.lines);
    for (attachment& one : body.attachments)
        outer.attachments.push_back(std::move(one));
    // Mails within this one: the number of levels is limited where the parts are read.
    for (const part* deeper : body.mails) {
        embedded_mail below = read_embedded(*deeper, labels, limits, faults, outer);
        inner.text += "\n\n" + below.text;
        outer.embedded.push_back(std::move(below));
    }
    return inner;
}

/// How an attached mail stands in the text of the outer one.
std::string as_forwarded_text(const embedded_mail& inner)
{
    std::string text = "---------- Thư chuyển tiếp ----------\n";
    text += "Từ: " + (inner.from.name.empty() ? inner.from.address : inner.from.name + " <" + inner.from.address + '>') + '\n';
    if (inner.date)
        text += "Ngày: " + bot::rules::format_vietnam(*inner.date) + '\n';
    text += "Chủ đề: " + inner.subject + "\n\n";
    return text + inner.text;
}

void append_paragraph(std::string& to, const std::string& more)
{
    if (!to.empty() && !more.empty())
        to += "\n\n";
    to += more;
}

void limit_text(letter& mail, std::string& text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max)
        return;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        --end;
    text.resize(end);
    note(mail.faults, fault_kind::text_too_long, "cut");
}

void read_text(letter& mail, const body_text& body, const label_set& labels, const reading_limits& limits)
{
    mail.text = mime::joined_lines(body.lines);
    mail.from_html = body.from_html;
    auto stripped = strip_reply(body.lines, labels, {.forwarded_subject = is_forward_subject(mail.subject)});
    mail.reply = std::move(stripped.reply);
    mail.cut = std::move(stripped.cut);
    mail.inline_answers = std::move(stripped.inline_answers);
    mail.forwarded = stripped.forwarded;
    for (const part* holder : body.mails) {
        embedded_mail inner = read_embedded(*holder, labels, limits, mail.faults, mail);
        const std::string text = as_forwarded_text(inner);
        append_paragraph(mail.text, text);
        append_paragraph(mail.reply, text);
        mail.embedded.push_back(std::move(inner));
        mail.forwarded = true;
    }
    limit_text(mail, mail.text, limits.text);
    limit_text(mail, mail.reply, limits.text);
    limit_text(mail, mail.cut, limits.text);
    if (mime::trimmed(mail.text).empty())
        note(mail.faults, fault_kind::no_text);
}

/// What is no mail is kept as text.
letter read_bare_text(std::string_view raw, letter mail, const reading_limits& limits)
{
    note(mail.faults, fault_kind::no_from);
    note(mail.faults, fault_kind::no_message_id);
    note(mail.faults, fault_kind::no_date);
    const auto decoded = mime::decode_text(raw.substr(0, limits.text), "");
    if (decoded.guessed)
        note(mail.faults, fault_kind::charset_guessed, decoded.charset);
    mail.text = utf8_in_nfc(decoded.text);
    if (raw.size() > limits.text)
        note(mail.faults, fault_kind::text_too_long, std::to_string(raw.size()));
    if (mime::trimmed(mail.text).empty())
        note(mail.faults, fault_kind::no_text);
    mail.reply = mail.text;
    return mail;
}

} // namespace

letter read_letter(std::string_view raw, const reading_options& options)
{
    letter mail;
    const reading_limits& limits = options.limits;
    if (raw.size() > limits.mail) {
        note(mail.faults, fault_kind::too_large, std::to_string(raw.size()));
        raw = raw.substr(0, limits.mail);
    }
    std::string with_lines;
    if (raw.find('\n') == std::string_view::npos && raw.find('\r') != std::string_view::npos) {
        with_lines = mime::with_line_ends(raw);
        raw = with_lines;
    }
    const raw_mail split = mime::split_mail(raw, limits, mail.faults);
    if (!split.is_mail)
        return read_bare_text(raw, std::move(mail), limits);
    read_header(mail, split.fields);
    mail.authenticity = mime::judge_authentication(split.fields, mail.from, mail.several_from, options);

    const label_set labels(options.form_labels);
    const part root = mime::read_parts(split, limits, mail.faults);
    body_text body = mime::read_body(root, labels, limits, mail.faults);
    mail.attachments = std::move(body.attachments);
    read_text(mail, body, labels, limits);
    mime::classify_automatic(mail, {split.fields, mail, body, options});
    if (mail.attachments.size() > limits.attachments) {
        note(mail.faults, fault_kind::too_many_attachments, std::to_string(mail.attachments.size()));
        mail.attachments.resize(limits.attachments);
    }
    return mail;
}

} // namespace adapters::email
