#include "adapters/sandbox/mail_desk.hpp"

#include "adapters/email/maildir.hpp"
#include "adapters/email/reading/compose.hpp"
#include "adapters/email/reading/read_letter.hpp"
#include "adapters/sandbox/call_body.hpp"
#include "bot/log.hpp"

#include <nlohmann/json.hpp>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t mail_bytes_max = 25U << 20U;

std::string quoted(const std::string& text)
{
    std::string all;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        all += "> " + text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return all;
}

http::response answered(unsigned status, const json& body)
{
    return {.status = status, .content_type = "application/json", .body = body.dump(-1, ' ', false, json::error_handler_t::replace), .fields = {}};
}

} // namespace

mail_desk::mail_desk(mail_person who, const clock_control& clock) : who_(std::move(who)), clock_(clock)
{
    for (const auto& folder : {who_.maildir, who_.bot_maildir})
        if (const auto made = email::make_maildir(folder); !made)
            throw std::runtime_error("no Maildir at " + folder.string() + ": " + made.error().detail);
}

bot::result<void> mail_desk::write(const std::string& subject, const std::string& text, std::optional<std::size_t> answers)
{
    email::outgoing_mail mail;
    const auto now = clock_.now();
    mail.message_id = "s" + std::to_string(++written_) + "." + std::to_string(now.time_since_epoch().count()) + "@" + who_.address.substr(who_.address.rfind('@') + 1);
    mail.from = {who_.address, who_.name};
    mail.to = {who_.bot_address, {}};
    mail.subject = subject;
    mail.date = now;
    mail.kind = email::auto_submitted::no;
    mail.text = text + "\n";
    if (answers) {
        if (*answers >= mails_.size())
            return bot::fail(bot::errc::not_found, "no such mail");
        const auto& before = mails_[*answers];
        mail.subject = before.subject.starts_with("Re: ") ? before.subject : "Re: " + before.subject;
        mail.in_reply_to = before.message_id;
        mail.references = {before.message_id};
        if (!before.reply_to.empty())
            mail.to.address = before.reply_to;
        if (text.find(before.text) == std::string::npos) // not when the quoted questions were filled in
            mail.text += "\nVào " + bot::rules::format_vietnam(before.at) + ", " + who_.bot_address + " đã viết:\n" + quoted(before.text);
    }
    const auto raw = compose(mail);
    if (!raw)
        return bot::fail(raw.error().code, raw.error().detail);
    const std::string vouched = "Authentication-Results: " + who_.border + "; dmarc=pass header.from=" + who_.address.substr(who_.address.rfind('@') + 1) + "\r\n";
    if (const auto kept = email::deliver_to_maildir(who_.bot_maildir, vouched + *raw); !kept)
        return bot::fail(kept.error().code, kept.error().detail);
    mails_.push_back({mails_.size(), true, mail.subject, text, mail.message_id, {}, now});
    return {};
}

const std::vector<shown_mail>& mail_desk::mails()
{
    const auto names = email::new_mails(who_.maildir);
    if (!names)
        return mails_;
    for (const auto& name : *names) {
        const auto file = email::read_new(who_.maildir, name, mail_bytes_max);
        if (!file)
            continue;
        const auto read = email::read_letter(file->raw, {.loop_header = ""});
        mails_.push_back({mails_.size(), false, read.subject, read.text, read.message_id, read.reply_to.empty() ? "" : read.reply_to.front().address, read.date.value_or(clock_.now())});
        if (const auto moved = email::move_to_cur(who_.maildir, name, who_.maildir); !moved)
            bot::log::warning("sandbox.mail_not_moved", {{"why", moved.error().detail}});
    }
    return mails_;
}

http::response no_mailbox()
{
    return answered(200, {{"who", nullptr}, {"mails", json::array()}});
}

http::response mail_call(mail_desk& desk, const http::request& call)
{
    if (call.method == "GET") {
        json mails = json::array();
        for (const auto& one : desk.mails())
            mails.push_back({{"index", one.index}, {"mine", one.mine}, {"subject", one.subject}, {"text", one.text}, {"at", one.at.time_since_epoch().count()}});
        const auto& who = desk.who();
        return answered(200, {{"who", {{"address", who.address}, {"name", who.name}, {"role_label", who.role_label}}}, {"mails", std::move(mails)}});
    }
    const auto body = call.method == "POST" ? call_body::parse(call.body) : std::nullopt;
    if (!body)
        return answered(400, {{"error", "POST {\"subject\",\"text\",\"answers\"?}"}});
    std::optional<std::size_t> answers;
    if (const auto number = body->number("/answers"))
        answers = static_cast<std::size_t>(*number);
    const auto done = desk.write(body->text("/subject"), body->text("/text"), answers);
    return done ? answered(200, json::object()) : answered(400, {{"error", done.error().detail}});
}

} // namespace adapters::sandbox
