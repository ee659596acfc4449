#include "adapters/email/reading/delivery_report.hpp"

#include "adapters/email/reading/addresses.hpp"
#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/bounce_words.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email::mime {

namespace {

constexpr std::size_t report_bytes_max = 256U << 10U;
constexpr std::size_t diagnostic_characters = 300;
constexpr std::size_t recipients_max = 100;

/// Groups of fields parted by empty lines (RFC 3464, 2.1).
std::vector<header> groups_of(std::string_view content)
{
    std::vector<header> groups(1);
    content = content.substr(0, report_bytes_max);
    for (std::size_t at = 0; at < content.size() && groups.size() <= recipients_max;) {
        const auto end = std::min(content.find('\n', at), content.size());
        const auto line = content.substr(at, end - at);
        at = end + 1;
        if (trimmed(line).empty()) {
            if (!groups.back().empty())
                groups.emplace_back();
            continue;
        }
        const auto colon = line.find(':');
        if ((line.front() == ' ' || line.front() == '\t') && !groups.back().empty())
            groups.back().back().value.append(" ").append(trimmed(line));
        else if (colon != std::string_view::npos)
            groups.back().push_back({lowered(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    }
    return groups;
}

/// "rfc822; an@ncc.test" without its type, brackets and comment.
std::string recipient_of(std::string_view value)
{
    if (const auto sign = value.find(';'); sign != std::string_view::npos)
        value.remove_prefix(sign + 1);
    const auto read = read_addresses(value);
    return read.empty() ? std::string() : read.front().address;
}

delivery_action action_of(std::string_view value)
{
    const std::string word = lowered(trimmed(value.substr(0, value.find_first_of(" (;"))));
    if (word == "delayed")
        return delivery_action::delayed;
    if (word == "delivered")
        return delivery_action::delivered;
    if (word == "relayed")
        return delivery_action::relayed;
    if (word == "expanded")
        return delivery_action::expanded;
    return delivery_action::failed;
}

int gravity(delivery_action action)
{
    return action == delivery_action::failed ? 2 : action == delivery_action::delayed ? 1 : 0;
}

std::string one_diagnostic(std::string_view text)
{
    return bot::shorten(one_line(valid_utf8(text.substr(0, 4000))), diagnostic_characters);
}

std::optional<bounce_report> by_status_part(const part& status)
{
    std::optional<bounce_report> gravest;
    for (const header& group : groups_of(status.content)) {
        const bool of_recipient = find_field(group, "final-recipient") != nullptr ||
                                  find_field(group, "original-recipient") != nullptr || find_field(group, "action") != nullptr;
        if (!of_recipient)
            continue;
        bounce_report one;
        one.action = action_of(value_of(group, "action"));
        one.recipient = recipient_of(value_of(group, "original-recipient"));
        if (one.recipient.empty())
            one.recipient = recipient_of(value_of(group, "final-recipient"));
        const auto diagnostic = value_of(group, "diagnostic-code");
        one.status = find_status(value_of(group, "status"));
        if (one.status.empty() || one.status.ends_with(".0.0")) {
            // The generic code of the group says less than the one the other server gave.
            const auto said = find_status(diagnostic);
            one.status = said.empty() ? one.status : said;
        }
        one.diagnostic = one_diagnostic(diagnostic.substr(std::min(diagnostic.find(';') + 1, diagnostic.size())));
        if (!gravest || gravity(one.action) > gravity(gravest->action))
            gravest = std::move(one);
    }
    return gravest;
}

/// "Message-ID:" of a header that is quoted in a text.
std::string message_id_in(std::string_view text)
{
    text = text.substr(0, report_bytes_max);
    for (auto at = find_ignoring_case(text, "message-id:"); at != std::string_view::npos;
         at = find_ignoring_case(text, "message-id:", at + 1)) {
        const auto line_start = text.rfind('\n', at) + 1;
        const auto before = text.substr(line_start, at - line_start);
        if (before.find_first_not_of(" \t>|") != std::string_view::npos)
            continue;
        // The id may stand on the next line, folded.
        const auto ids = read_message_ids(text.substr(at + 11, std::min<std::size_t>(text.find("\n\n", at), at + 500) - at - 11));
        if (!ids.empty())
            return ids.front();
    }
    return {};
}

std::string original_message_id(const report_source& source)
{
    for (const part* one : source.body.report_parts) {
        const header* fields = one->is_mail() ? &one->mail_fields : nullptr;
        if (fields != nullptr)
            if (const auto ids = read_message_ids(value_of(*fields, "message-id")); !ids.empty())
                return ids.front();
        if (const auto id = message_id_in(one->content); !id.empty())
            return id;
    }
    for (const part* one : source.body.mails)
        if (const auto ids = read_message_ids(value_of(one->mail_fields, "message-id")); !ids.empty())
            return ids.front();
    return message_id_in(source.mail.text);
}

/// The token of our VERP address among those the mail came to.
std::string verp_token(const report_source& source)
{
    if (source.options.verp_prefix.empty())
        return {};
    for (const std::string& to : source.mail.delivered_to) {
        for (const std::string& own : source.options.own_addresses) {
            const auto at = own.rfind('@');
            const auto plus = to.find('+');
            if (at == std::string::npos || plus == std::string::npos || !to.ends_with(own.substr(at)) ||
                to.substr(0, plus) != own.substr(0, at))
                continue;
            const auto tag = std::string_view(to).substr(plus + 1, to.rfind('@') - plus - 1);
            if (tag.starts_with(source.options.verp_prefix))
                return std::string(tag.substr(source.options.verp_prefix.size()));
        }
    }
    return {};
}

bool is_ours(const report_source& source, std::string_view address)
{
    const auto& own = source.options.own_addresses;
    if (std::find(own.begin(), own.end(), address) != own.end() || address == source.mail.from.address)
        return true;
    const auto& to = source.mail.delivered_to;
    return std::find(to.begin(), to.end(), address) != to.end();
}

bool is_address_byte(char c)
{
    return is_alpha(c) || is_digit(c) || std::string_view("._%+-=&'/!#").find(c) != std::string_view::npos;
}

/// The first address in the text that may be the one not reached.
std::string recipient_in(const report_source& source, std::string_view text)
{
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t first = at;
        while (first > 0 && at - first < 64 && is_address_byte(text[first - 1]))
            --first;
        std::size_t end = at + 1;
        while (end < text.size() && end - at < 200 &&
               (is_alpha(text[end]) || is_digit(text[end]) || text[end] == '.' || text[end] == '-'))
            ++end;
        while (end > at && (text[end - 1] == '.' || text[end - 1] == '-'))
            --end;
        const auto address = normal_address(text.substr(first, end - first));
        const bool is_message_id =
            first > 0 && text[first - 1] == '<' &&
            find_ignoring_case(text.substr(first - std::min<std::size_t>(first, 40), 40), "message-id") != std::string_view::npos;
        if (!address.empty() && domain_of(address).find('.') != std::string_view::npos && !is_ours(source, address) &&
            !is_message_id && !is_server_sender({address, {}}))
            return address;
    }
    return {};
}

/// What a server says in its own words.
bounce_report by_words(const report_source& source)
{
    bounce_report report;
    const std::string_view text = source.mail.text;
    const auto groups = groups_of(text);
    for (const header& group : groups)
        if (const auto* final_recipient = find_field(group, "final-recipient"); final_recipient != nullptr) {
            report.recipient = recipient_of(final_recipient->value);
            report.action = action_of(value_of(group, "action"));
            report.status = find_status(value_of(group, "status"));
            report.diagnostic = one_diagnostic(value_of(group, "diagnostic-code"));
        }
    if (const auto failed = read_addresses(value_of(source.fields, "x-failed-recipients")); !failed.empty())
        report.recipient = failed.front().address;
    if (report.recipient.empty())
        report.recipient = recipient_in(source, text);
    if (report.status.empty())
        report.status = find_status(text);
    if (says_delayed(source.mail.subject, text))
        report.action = delivery_action::delayed;
    if (report.diagnostic.empty())
        report.diagnostic = one_diagnostic(failure_line(text));
    return report;
}

} // namespace

bool is_server_sender(const mailbox& from)
{
    const std::string local = from.address.substr(0, from.address.find('@'));
    const std::string name = bot::fold(from.name);
    static constexpr auto locals = std::to_array<std::string_view>(
        {"mailer-daemon", "mailerdaemon", "mailer_daemon", "postmaster",      "post_master", "mail-daemon",      "maildaemon",
         "mail.daemon",   "mailer",       "daemon",        "mdaemon",         "mailadmin",   "bounce",           "bounces",
         "mailsystem",    "mail_system",  "mail-system",   "majordomo-owner", "smtpd",       "microsoftexchange"});
    if (std::find(locals.begin(), locals.end(), local) != locals.end() || local.starts_with("microsoftexchange") ||
        local.starts_with("mailer-daemon") || local.starts_with("bounce-") || local.starts_with("bounces+") ||
        local.starts_with("postmaster"))
        return true;
    static constexpr auto names = std::to_array<std::string_view>(
        {"mail delivery subsystem", "mail delivery system", "mailer daemon", "mail delivery service", "postmaster",
         "mail administrator", "mail system", "internet mail delivery", "system administrator", "mail daemon", "mailserver"});
    return std::any_of(names.begin(), names.end(), [&name](std::string_view one) { return name == one; });
}

std::string find_status(std::string_view text)
{
    text = text.substr(0, report_bytes_max);
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        if ((text[at] != '2' && text[at] != '4' && text[at] != '5') || text[at + 1] != '.' ||
            (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.' || is_alpha(text[at - 1]))))
            continue;
        std::size_t end = at + 2;
        std::size_t digits = 0;
        std::size_t dots = 1;
        for (; end < text.size() && (is_digit(text[end]) || (text[end] == '.' && dots < 2 && digits > 0)); ++end) {
            dots += text[end] == '.' ? 1U : 0U;
            digits = text[end] == '.' ? 0 : digits + 1;
            if (digits > 3)
                break;
        }
        const bool complete = dots == 2 && digits >= 1 && digits <= 3;
        const bool goes_on = end + 1 < text.size() &&
                             ((text[end] == '.' && is_digit(text[end + 1])) || is_alpha(text[end]) || is_digit(text[end]));
        if (complete && !goes_on)
            return std::string(text.substr(at, end - at));
    }
    return {};
}

std::optional<bounce_report> read_delivery_report(const report_source& source)
{
    std::optional<bounce_report> report;
    for (const part* one : source.body.report_parts)
        if (!report && (one->is("message/delivery-status") || one->is("message/global-delivery-status")))
            report = by_status_part(*one);
    const bool from_server = is_server_sender(source.mail.from) || value_of(source.fields, "from") == "<>";
    // A person may pass the parts of a report on.
    if (!is_report_type(source.fields) && !from_server && !source.mail.null_return_path &&
        find_field(source.fields, "x-failed-recipients") == nullptr)
        report.reset();
    const bool speaks = says_undelivered_subject(source.mail.subject) || says_undelivered(source.mail.text);
    const std::string token = verp_token(source);
    const bool failed_field = find_field(source.fields, "x-failed-recipients") != nullptr;
    if (!report) {
        // A person who quotes a bounce is none: it takes a server's sign and a server's words.
        const bool sign = from_server || source.mail.null_return_path || !token.empty() || is_report_type(source.fields);
        if (!(failed_field || (sign && speaks)))
            return std::nullopt;
        report = by_words(source);
    }
    if (report->recipient.empty())
        if (const auto failed = read_addresses(value_of(source.fields, "x-failed-recipients")); !failed.empty())
            report->recipient = failed.front().address;
    if (report->recipient.empty())
        report->recipient = recipient_in(source, source.mail.text);
    if (report->status.empty())
        report->status = find_status(source.mail.text);
    if (report->diagnostic.empty())
        report->diagnostic = one_diagnostic(failure_line(source.mail.text));
    report->permanent = report->action == delivery_action::failed && !report->status.starts_with('4');
    report->original_message_id = original_message_id(source);
    report->verp_token = token;
    return report;
}

} // namespace adapters::email::mime
