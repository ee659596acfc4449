#include "adapters/email/reading/compose.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/body_writer.hpp"
#include "adapters/email/reading/header_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace adapters::email {

namespace {

constexpr std::size_t id_bytes_max = 250;
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t address_bytes_max = 254;
constexpr std::size_t references_max = 21;
constexpr auto written_fields = std::to_array<std::string_view>(
    {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "return-path",
     "auto-submitted", "x-auto-response-suppress", "mime-version", "content-type", "content-transfer-encoding",
     "content-disposition", "received"});

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return mime::is_alpha(c) || mime::is_digit(c) || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
}

bool is_media_type(std::string_view type)
{
    const auto slash = type.find('/');
    return slash != std::string_view::npos && is_token(type.substr(0, slash)) && is_token(type.substr(slash + 1)) &&
           !type.starts_with("multipart") && type.size() <= 100;
}

bool is_extra_name(std::string_view name)
{
    const bool plain = !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
        return mime::is_alpha(c) || mime::is_digit(c) || c == '-';
    });
    return plain && std::find(written_fields.begin(), written_fields.end(), mime::lowered(name)) == written_fields.end();
}

/// FNV-1a: the boundary has to be the same each time, not secret.
std::uint64_t hash_of(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

/// Parts under one type, with a boundary that none of them holds.
mime::written_part multipart(std::string_view type, const std::vector<mime::written_part>& parts, std::string_view seed)
{
    std::string boundary;
    for (unsigned attempt = 0;; ++attempt) {
        // "=_" occurs neither in base64 nor in quoted-printable.
        boundary = fmt::format("=_{:016x}_{}", hash_of(seed), attempt);
        const bool occurs = std::any_of(parts.begin(), parts.end(), [&boundary](const mime::written_part& one) {
            return one.content.find(boundary) != std::string::npos || one.fields.find(boundary) != std::string::npos;
        });
        if (!occurs)
            break;
    }
    mime::written_part whole{fmt::format("Content-Type: {};\r\n boundary=\"{}\"\r\n", type, boundary), {}};
    for (const mime::written_part& one : parts)
        whole.content += "--" + boundary + "\r\n" + one.bytes() + "\r\n";
    whole.content += "--" + boundary + "--\r\n";
    return whole;
}

bot::result<void> check(const outgoing_mail& mail)
{
    if (!is_message_id(mail.message_id))
        return bot::fail(bot::errc::malformed, "message id");
    if (!is_plain_address(mail.from.address) || !is_plain_address(mail.to.address))
        return bot::fail(bot::errc::malformed, "address");
    if (!mail.reply_to.empty() && !is_plain_address(mail.reply_to))
        return bot::fail(bot::errc::malformed, "reply-to");
    for (const auto& [name, value] : mail.extra_headers)
        if (!is_extra_name(name))
            return bot::fail(bot::errc::malformed, "extra header");
    for (const outgoing_attachment& one : mail.attachments)
        if (!is_media_type(one.type))
            return bot::fail(bot::errc::malformed, "media type");
    return {};
}

std::string reference_fields(const outgoing_mail& mail)
{
    std::string fields;
    if (is_message_id(mail.in_reply_to))
        fields += mime::plain_field("In-Reply-To", "<" + mail.in_reply_to + ">");
    std::vector<std::string> ids;
    for (const std::string& id : mail.references)
        if (is_message_id(id))
            ids.push_back(id);
    // The first names the thread, the last ones the place in it (RFC 5322, 3.6.4; RFC 1036, 2.2.5).
    if (ids.size() > references_max)
        ids.erase(ids.begin() + 1, ids.end() - static_cast<std::ptrdiff_t>(references_max - 1));
    std::string value;
    for (const std::string& id : ids)
        value += (value.empty() ? "<" : " <") + id + ">";
    return value.empty() ? fields : fields + mime::plain_field("References", value);
}

std::string header_of(const outgoing_mail& mail)
{
    std::string fields = mime::address_field("From", mail.from);
    fields += mime::address_field("To", mail.to);
    if (!mail.reply_to.empty())
        fields += mime::plain_field("Reply-To", mail.reply_to);
    fields += mime::text_field("Subject", mail.subject);
    fields += mime::plain_field("Date", mime::date_text(mail.date));
    fields += mime::plain_field("Message-ID", "<" + mail.message_id + ">");
    fields += reference_fields(mail);
    if (mail.kind != auto_submitted::no) {
        fields +=
            mime::plain_field("Auto-Submitted", mail.kind == auto_submitted::auto_replied ? "auto-replied" : "auto-generated");
        fields += mime::plain_field("X-Auto-Response-Suppress", "All");
    }
    for (const auto& [name, value] : mail.extra_headers)
        fields += mime::text_field(name, value);
    return fields + "MIME-Version: 1.0\r\n";
}

} // namespace

bool is_message_id(std::string_view id)
{
    const auto at = id.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == id.size() || id.size() > id_bytes_max)
        return false;
    return std::all_of(id.begin(), id.end(), [](char c) {
        return c > 0x20 && c < 0x7F && std::string_view("<>\"(),;\\").find(c) == std::string_view::npos;
    });
}

bool is_plain_address(std::string_view address)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > local_bytes_max || at + 1 == address.size() ||
        address.size() > address_bytes_max)
        return false;
    const auto local = address.substr(0, at);
    const auto domain = address.substr(at + 1);
    const auto dotted = [](std::string_view text) {
        return text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
    };
    const bool local_plain = std::all_of(local.begin(), local.end(), [](char c) {
        return mime::is_alpha(c) || mime::is_digit(c) ||
               std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
    });
    const bool domain_plain = std::all_of(domain.begin(), domain.end(),
                                          [](char c) { return mime::is_alpha(c) || mime::is_digit(c) || c == '-' || c == '.'; });
    return local_plain && domain_plain && dotted(local) && dotted(domain);
}

bot::result<std::string> compose(const outgoing_mail& mail)
{
    if (auto checked = check(mail); !checked)
        return tl::unexpected<bot::error>(checked.error());
    mime::written_part body = mime::write_text("text/plain", mail.text);
    if (!mail.html.empty())
        body = multipart("multipart/alternative", {std::move(body), mime::write_text("text/html", mail.html)},
                         mail.message_id + " alternative");
    if (!mail.attachments.empty()) {
        std::vector<mime::written_part> parts{std::move(body)};
        for (const outgoing_attachment& one : mail.attachments)
            parts.push_back(mime::write_file(one.name, one.type, one.content));
        body = multipart("multipart/mixed", parts, mail.message_id + " mixed");
    }
    return header_of(mail) + body.bytes();
}

} // namespace adapters::email
