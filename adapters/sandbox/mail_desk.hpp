#pragma once

#include "adapters/http/message.hpp"
#include "adapters/sandbox/clock_control.hpp"
#include "bot/result.hpp"
#include "bot/rules/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adapters::sandbox {

/// A person with a mailbox, beside the phones: a vendor of the hospital.
struct mail_person {
    std::string address{};
    std::string name{};
    std::string role_label{};          ///< as people read it: "Nhà thầu CNTT"
    std::filesystem::path maildir{};   ///< what the bot writes to them
    std::string bot_address{};
    std::filesystem::path bot_maildir{}; ///< where what they write is delivered
    std::string border = "mx.sandbox.example"; ///< the server that vouches for them
};

/// A mail between the two, as the page shows it.
struct shown_mail {
    std::size_t index = 0;
    bool mine = false; ///< written by the person
    std::string subject{};
    std::string text{};
    std::string message_id{};
    std::string reply_to{};
    bot::rules::instant at{};
};

/// The person's mailbox: real mails in real Maildirs, written and read as a mail client does.
class mail_desk {
public:
    mail_desk(mail_person who, const clock_control& clock);

    /// Writes a mail to the bot; `answers` is the index of the mail replied to, whose text is quoted below.
    bot::result<void> write(const std::string& subject, const std::string& text, std::optional<std::size_t> answers = {});

    /// Takes in what has come; all mails so far.
    const std::vector<shown_mail>& mails();
    const mail_person& who() const { return who_; }

private:
    mail_person who_;
    const clock_control& clock_;
    std::vector<shown_mail> mails_;
    int written_ = 0;
};

/// GET /sandbox/mail → {"who", "mails"}; POST /sandbox/mail {"subject","text","answers"?}.
http::response mail_call(mail_desk& desk, const http::request& call);
/// The answer of a sandbox where nobody has a mailbox: {"who": null}.
http::response no_mailbox();

} // namespace adapters::sandbox
