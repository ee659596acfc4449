#pragma once

#include "adapters/email/endpoint.hpp"
#include "adapters/email/smtp_reply.hpp"
#include "adapters/email/smtp_text.hpp"
#include "adapters/email/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace adapters::email {

/// Which of our words a server's verdict answers.
enum class smtp_stage : std::uint8_t {
    sender,    ///< MAIL FROM
    recipient, ///< RCPT TO
    data,      ///< DATA, before the mail
    verdict,   ///< after the final dot
};

struct smtp_verdict {
    smtp_stage stage = smtp_stage::sender;
    smtp_reply reply{};
};

/// One SMTP conversation without a socket: what was heard goes in, what to do next comes out. Begins with greeting, EHLO,
/// STARTTLS and sign-in; then one mail after another, each in two steps: the envelope up to the server's consent to hear the
/// mail, then the mail. A session that failed stays so.
class smtp_session {
public:
    smtp_session(protection how, identity who, std::string greeting_name);

    void heard(std::string_view bytes);
    void secured();
    wire_action next();

    /// Addresses are sound; `mail` is complete with its final dot.
    void begin(const std::string& from, const std::string& to, const mail_data& mail);
    /// After `begin` is done: the server wants to hear the mail. Else `verdict` is its refusal.
    bool wants_mail() const { return phase_ == phase::mail_wanted; }
    void begin_mail(std::string wire);
    const smtp_verdict& verdict() const { return verdict_; }
    /// The final dot has left: from here on the mail may have been taken even when no verdict comes.
    bool mail_left() const { return mail_left_; }

    void begin_quit();

    std::size_t size_max() const { return size_max_; } ///< of a mail, 0 for no limit
    bool takes_eight_bit() const { return eight_bit_; }
    /// The server is about to close: no further mail on this connection.
    bool ending() const { return ending_; }

private:
    enum class phase : std::uint8_t {
        greeting,
        ehlo,
        starttls,
        securing,
        ehlo_again,
        authenticating,
        ready,
        resetting,   ///< RSET before the next mail
        envelope,    ///< answers to MAIL, RCPT, DATA are awaited
        mail_wanted,
        mail_leaving,
        verdict,
        quitting,
        over,
    };

    void on(const smtp_reply& reply);
    void on_greeting(const smtp_reply& reply);
    void on_ehlo(const smtp_reply& reply);
    void on_authentication(const smtp_reply& reply);
    void on_envelope(const smtp_reply& reply);
    void on_verdict(const smtp_reply& reply);
    void read_extensions(const smtp_reply& reply);
    void authenticate();
    void say_envelope();
    void say_next_of_envelope();
    void say(std::string line, phase then);
    void settle(smtp_stage stage, const smtp_reply& reply);
    void fail(bot::errc code, std::string detail);

    protection how_;
    identity who_;
    std::string greeting_name_;
    smtp_reader reader_;
    phase phase_ = phase::greeting;
    std::string to_write_{};
    bool done_ = false;
    bool failed_ = false;
    bot::error why_{};
    bool encrypted_ = false;

    bool starttls_ = false;
    bool pipelining_ = false;
    bool eight_bit_ = false;
    bool sizes_ = false;
    std::size_t size_max_ = 0;
    bool plain_ = false;
    bool login_ = false;
    bool xoauth2_ = false;

    std::deque<std::string> answers_{};
    std::string token_failure_{};
    bool challenged_beyond_ = false;

    std::string mail_from_{};
    std::string rcpt_to_{};
    smtp_stage stage_ = smtp_stage::sender;
    bool refused_ = false;  ///< the envelope under way has its verdict; answers to what was said ahead are still to come
    bool dirty_ = false;    ///< a refused envelope is to be reset
    bool ending_ = false;
    bool mail_left_ = false;
    smtp_verdict verdict_{};
};

} // namespace adapters::email
