#pragma once

#include "bot/rules/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the bot gets from a mail. Every text is valid UTF-8 in NFC without control characters but line ends and
/// tabs; line ends are \n. Only `attachment::content` is bytes.
namespace adapters::email {

struct mailbox {
    std::string address; ///< lower case, the domain in its ASCII (punycode) form; "" when none could be read
    std::string name{};  ///< as the sender wrote it: never to be trusted for who he is

    bool operator==(const mailbox&) const = default;
};

/// What a file can do to whoever opens it. Told from its bytes and its name, never from what the mail declares.
struct attachment_flags {
    bool executable = false;    ///< a program, a script, a shortcut, an installer
    bool macro = false;         ///< an office document that carries macros, or can
    bool archive = false;       ///< never unpacked here
    bool encrypted_zip = false; ///< an archive that wants a password
    bool calendar = false;      ///< text/calendar: an invitation
    bool winmail = false;       ///< application/ms-tnef, winmail.dat: kept, not decoded; ask for plain text
    bool inline_image = false;  ///< a picture shown within the text (logos of signatures above all)
    bool markup = false;        ///< HTML or SVG: never shown in a browser
    bool too_large = false;     ///< over the limit: `content` is empty, `size` and `sha256` are those of the whole

    bool operator==(const attachment_flags&) const = default;
};

struct attachment {
    std::string name;          ///< safe to show and to offer for saving; "tep" when nothing is left of it
    std::string declared_type; ///< as the mail says, lower case: "image/png"
    std::string type;          ///< by its first bytes: "application/zip"; "application/octet-stream" if unknown
    std::string content;       ///< the file's bytes
    std::size_t size = 0;      ///< bytes
    std::string sha256;        ///< lower-case hexadecimal
    std::string content_id;    ///< without <>; "" if none
    attachment_flags flags{};
};

/// Unquoted text found below quoted lines: the answer to the question that they hold.
struct inline_answer {
    std::string quoted; ///< the quoted lines right above, without their marks
    std::string text;

    bool operator==(const inline_answer&) const = default;
};

/// A mail attached as message/rfc822. Its text is part of the letter's text too, below a forwarding line, and counts
/// with the outer sender's authority only: nothing in it says who wrote to us.
struct embedded_mail {
    mailbox from;
    std::string subject;
    std::string message_id; ///< without <>
    std::optional<bot::rules::instant> date{};
    std::string text;
};

/// Why a mail is no person's answer to us. Whatever is not `none` is never answered and changes no state.
enum class automatic_kind : std::uint8_t {
    none,
    auto_reply,     ///< out of office, receipt of a ticket system, "do not reply"
    bounce,         ///< somebody was not reached: see `letter::bounce`
    delivery_delay, ///< not reached yet: the server goes on trying
    read_receipt,   ///< opened, deleted or delivered: no acknowledgement by a person
    mailing_list,
    bulk,     ///< made by a program for many
    own_loop, ///< one of our own came back
};
std::string_view name_of(automatic_kind kind); ///< "none", "auto_reply", …

/// Action of a delivery report (RFC 3464, 2.3.3).
enum class delivery_action : std::uint8_t { failed, delayed, delivered, relayed, expanded };
std::string_view name_of(delivery_action action);

/// What a delivery report says about the gravest of its recipients.
struct bounce_report {
    std::string recipient; ///< lower case; "" when the report names none
    delivery_action action = delivery_action::failed;
    std::string status{};              ///< "5.1.1"; "" if unknown
    bool permanent = false;            ///< failed for good (5.x.x)
    std::string original_message_id{}; ///< of our mail, without <>; "" if the report does not carry it
    std::string diagnostic{};          ///< one line, shortened
    std::string verp_token{};          ///< what stood after the VERP prefix in our own address; to be verified by the caller
};

enum class verdict : std::uint8_t { none, pass, fail };
std::string_view name_of(verdict what);

/// What the trusted border server found out about the sender (RFC 8601).
struct authentication {
    verdict result = verdict::none; ///< pass: the domain of From is the one that was verified
    std::string domain{};           ///< the verified domain, when `result` is pass
    verdict dmarc = verdict::none;
    verdict spf = verdict::none;
    verdict dkim = verdict::none;
};

enum class fault_kind : std::uint8_t {
    not_a_mail,      ///< no header fields: the whole is taken as text
    too_large,       ///< more bytes than the limit: the rest was not read
    header_too_long, ///< one field or all of them; cut
    too_many_headers,
    address_nesting, ///< an address field with too many groups; not read
    too_many_parts,
    depth_limit,      ///< parts below were not read
    embedded_limit,   ///< a mail in a mail in a mail …: not read further
    broken_structure, ///< the parser could not make out the parts: read as one text
    broken_encoding,  ///< base64, quoted-printable or uuencode with errors
    charset_guessed,  ///< the declared charset is missing, unknown or wrong
    text_replaced,    ///< bytes that are no text in any charset became U+FFFD
    text_too_long,    ///< cut
    html_too_long,    ///< a tag was skipped or the page was cut
    too_many_attachments,
    attachment_too_large,
    several_from, ///< more than one sender: refuse to act on it
    no_from,
    no_message_id,
    no_date,
    winmail,   ///< content that only Outlook can read
    no_text,   ///< nothing to read in it
    encrypted, ///< S/MIME or PGP: only the recipient's key opens it
};
std::string_view name_of(fault_kind kind); ///< "not_a_mail", …

struct fault {
    fault_kind kind;
    std::string detail{}; ///< for the log: a count, a charset, a field name; never text of the mail
};

struct letter {
    std::string message_id;              ///< without <>; "" if absent: the caller keys such a mail by a hash of its bytes
    std::vector<std::string> thread_ids; ///< In-Reply-To first, then References from right to left; 20 at most, none twice
    mailbox from{};
    bool several_from = false; ///< several addresses or several From fields: `from` is the first
    std::vector<mailbox> reply_to{};
    std::vector<mailbox> to{};
    std::vector<mailbox> cc{};
    std::vector<std::string> delivered_to{}; ///< every address it may have been sent to; where a +tag may be read from
    std::string return_path{};               ///< "" for the null sender too
    bool null_return_path = false;           ///< Return-Path: <>
    std::string subject{};
    std::optional<bot::rules::instant> date{};

    std::string text{};     ///< the whole, from the plain or the HTML part, whichever holds more of the form
    bool from_html = false; ///< `text` comes from HTML
    std::string reply{};    ///< what the sender wrote now: quotes and signature gone, forwarded text kept
    std::string cut{};      ///< what was taken away, in its order
    std::vector<inline_answer> inline_answers{};
    bool forwarded = false; ///< somebody else's mail passed on, inline or attached

    std::vector<attachment> attachments{};
    std::vector<embedded_mail> embedded{};

    automatic_kind automatic = automatic_kind::none;
    std::string automatic_reason{};    ///< for the log: the field or phrase that gave it away
    bool suppress_auto_answer = false; ///< the sender asks for no automatic answers; still a person's mail
    std::optional<bounce_report> bounce{};
    authentication authenticity{};
    std::vector<fault> faults{};

    bool has(fault_kind kind) const;
};

} // namespace adapters::email
