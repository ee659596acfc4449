#pragma once

#include "adapters/email/reading/compose.hpp"
#include "adapters/email/reading/letter.hpp"
#include "tests/support/story.hpp"

#include <string>
#include <vector>

namespace support {

/// Somebody with a mailbox, who writes and reads real mails: bytes go into the bot's reader and come out of its composer.
class mailbox {
public:
    mailbox(story& in, std::string address, std::string name) : in_(in), address_(std::move(address)), name_(std::move(name)) {}

    enum class border { vouches, says_nothing, says_forged };

    /// A new mail to the bot.
    void writes(const std::string& subject, const std::string& text, border by = border::vouches)
    {
        post(made(subject, text), by);
    }
    /// An answer above the quoted mail, as an ordinary client makes it.
    void replies(const hospital::mail& to, const std::string& text, border by = border::vouches)
    {
        auto mail = made("Re: " + to.read.subject, text + "\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:15 Báo sự cố <suco@hospital.example> đã viết:\n" + quoted(to.read.text));
        mail.in_reply_to = to.read.message_id;
        mail.references = {to.read.message_id};
        mail.to.address = to.read.reply_to.empty() ? to.read.from.address : to.read.reply_to.front().address;
        post(mail, by);
    }
    /// Fills answers in behind the labels of the quoted questions.
    void fills_in(const hospital::mail& to, const std::vector<std::pair<std::string, std::string>>& answers, border by = border::vouches)
    {
        std::string text;
        std::string rest = to.read.text;
        while (!rest.empty()) {
            auto line = rest.substr(0, rest.find('\n'));
            rest.erase(0, line.size() + 1);
            for (const auto& [label, answer] : answers)
                if (line.find(label) != std::string::npos && line.ends_with(':'))
                    line += " " + answer;
            text += "> " + line + "\n";
        }
        auto mail = made("Re: " + to.read.subject, "Tôi gửi thông tin bên dưới.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:15 Báo sự cố <suco@hospital.example> đã viết:\n" + text);
        mail.in_reply_to = to.read.message_id;
        mail.to.address = to.read.reply_to.front().address;
        post(mail, by);
    }
    /// Raw bytes, for what no ordinary client writes.
    void sends_raw(const std::string& raw) { in_.post_mail(raw); }
    adapters::email::outgoing_mail made(const std::string& subject, const std::string& text)
    {
        adapters::email::outgoing_mail mail;
        mail.message_id = "m" + std::to_string(++written_) + "." + std::to_string(in_.now().time_since_epoch().count()) + "@" + address_.substr(address_.find('@') + 1);
        mail.from = {address_, name_};
        mail.to = {"suco@hospital.example", {}};
        mail.subject = subject;
        mail.date = in_.now();
        mail.kind = adapters::email::auto_submitted::no;
        mail.text = text + "\n";
        return mail;
    }
    void post(const adapters::email::outgoing_mail& mail, border by)
    {
        const auto raw = adapters::email::compose(mail);
        REQUIRE(raw);
        const std::string domain = address_.substr(address_.find('@') + 1);
        const std::string found = by == border::says_nothing ? "" : "Authentication-Results: mx.hospital.example; dmarc=" + std::string(by == border::vouches ? "pass" : "fail") + " header.from=" + domain + "\r\n";
        in_.post_mail(found + *raw);
    }

    /// The first unread mail with this in it.
    hospital::mail gets(const std::string& part)
    {
        const auto mails = in_.mails_to(address_);
        for (std::size_t i = 0; i < mails.size(); ++i)
            if (!read_.contains(i) && (mails[i].read.text.find(part) != std::string::npos || mails[i].read.subject.find(part) != std::string::npos)) {
                read_.insert(i);
                return mails[i];
            }
        std::string unread;
        for (std::size_t i = 0; i < mails.size(); ++i)
            if (!read_.contains(i))
                unread += "\n--- " + mails[i].read.subject + "\n" + mails[i].read.text;
        FAIL(address_ << " should get: " << part << "\nunread:" << unread);
        return {};
    }
    std::size_t unread() const { return in_.mails_to(address_).size() - read_.size(); }
    void gets_nothing()
    {
        INFO(address_ << " has: " << (unread() == 0 ? "" : in_.mails_to(address_).back().read.text));
        CHECK(unread() == 0);
    }
    const std::string& address() const { return address_; }

private:
    static std::string quoted(std::string text)
    {
        std::string all;
        for (std::size_t end = 0; !text.empty(); text.erase(0, end + 1)) {
            end = std::min(text.find('\n'), text.size());
            for (std::string line = text.substr(0, end); !line.empty();) { // wrapped as mail programs wrap
                const auto cut = line.size() > 70 ? line.rfind(' ', 70) : std::string::npos;
                all += "> " + line.substr(0, cut) + "\n";
                line.erase(0, cut == std::string::npos ? line.size() : cut + 1);
            }
        }
        return all;
    }

    story& in_;
    std::string address_;
    std::string name_;
    int written_ = 0;
    std::set<std::size_t> read_;
};

} // namespace support
