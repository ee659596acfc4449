#include "adapters/email_channel.hpp"

#include "adapters/email/reading/compose.hpp"
#include "adapters/email_page.hpp"

namespace adapters {

namespace asio = boost::asio;
using bot::flow::send_class;
using bot::flow::send_outcome;

namespace {

/// "suco@hospital.vn" and "r.x" → "suco+r.x@hospital.vn".
std::string tagged(const std::string& address, const std::string& tag)
{
    const auto at = address.rfind('@');
    return tag.empty() ? address : address.substr(0, at) + "+" + tag + address.substr(at);
}

} // namespace

bot::result<email::envelope> envelope_of(const bot::flow::sending& what, const email_channel_options& own, bot::rules::instant now)
{
    const auto& message = what.message;
    if (!message.mail)
        return bot::fail(bot::errc::malformed, "an outbound message without a mail header");
    const auto& header = *message.mail;
    const std::string text = (what.repeat ? message.repeat_mark : "") + message.text;
    email::outgoing_mail mail;
    mail.message_id = header.message_id;
    mail.from = {own.address, own.name};
    mail.to = {message.to.address, {}};
    mail.subject = header.subject;
    mail.date = now;
    mail.in_reply_to = header.in_reply_to;
    mail.references = header.references;
    mail.reply_to = tagged(own.address, header.reply_tag);
    mail.kind = header.answers ? email::auto_submitted::auto_replied : email::auto_submitted::auto_generated;
    mail.text = own.marker + "\n\n" + text + "\n";
    mail.html = mail_page(own.marker, text);
    mail.extra_headers = {{"X-Sucobot-Loop", own.address}};
    auto raw = compose(mail);
    if (!raw)
        return bot::fail(raw.error().code, raw.error().detail);
    return email::envelope{tagged(own.address, header.bounce_tag), message.to.address, std::move(*raw)};
}

email_channel::email_channel(email_channel_options own, carrier by, std::function<bot::rules::instant()> now)
    : own_(std::move(own)), by_(std::move(by)), now_(std::move(now))
{
}

asio::awaitable<send_outcome> email_channel::send(bot::flow::sending what)
{
    auto made = envelope_of(what, own_, now_());
    if (!made) {
        send_outcome refused;
        refused.what = send_class::rejected;
        refused.detail = made.error().detail;
        co_return refused;
    }
    email::envelope ready = std::move(*made);
    send_outcome outcome = co_await by_(std::move(ready));
    if (outcome.what == send_class::sent)
        outcome.message_id = what.message.mail->message_id; // reports of non-delivery name it
    co_return outcome;
}

} // namespace adapters
