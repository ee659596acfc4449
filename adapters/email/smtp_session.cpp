#include "adapters/email/smtp_session.hpp"

#include "adapters/email/alarm.hpp"
#include "adapters/email/sasl.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace adapters::email {

namespace {

constexpr int service_ends = 421; // RFC 5321 §3.8: the server closes after it

std::string capitals(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return out;
}

bool has_word(std::string_view words, std::string_view wanted)
{
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == wanted)
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

} // namespace

smtp_session::smtp_session(protection how, identity who, std::string greeting_name)
    : how_(how), who_(std::move(who)), greeting_name_(std::move(greeting_name)), encrypted_(how == protection::tls)
{
}

void smtp_session::heard(std::string_view bytes)
{
    reader_.put(bytes);
}

void smtp_session::secured()
{
    // What was said in the clear, an attacker may have said.
    reader_.reset();
    encrypted_ = true;
    say("EHLO " + greeting_name_, phase::ehlo_again);
}

wire_action smtp_session::next()
{
    if (phase_ == phase::mail_leaving && to_write_.empty() && !failed_) {
        phase_ = phase::verdict;
        mail_left_ = true;
    }
    for (;;) {
        if (failed_)
            return {.what = wire_action::kind::failed, .bytes = {}, .why = why_};
        if (!to_write_.empty())
            return {.what = wire_action::kind::write, .bytes = std::exchange(to_write_, {}), .why = {}};
        if (phase_ == phase::securing)
            return {.what = wire_action::kind::secure, .bytes = {}, .why = {}};
        if (done_)
            return {.what = wire_action::kind::done, .bytes = {}, .why = {}};
        auto reply = reader_.next();
        if (!reply)
            fail(reply.error().code, reply.error().detail);
        else if (!*reply)
            return {.what = wire_action::kind::read, .bytes = {}, .why = {}};
        else
            on(**reply);
    }
}

void smtp_session::begin(const std::string& from, const std::string& to, const mail_data& mail)
{
    mail_from_ = "MAIL FROM:<" + from + ">";
    if (sizes_)
        mail_from_ += " SIZE=" + std::to_string(mail.wire.size());
    if (eight_bit_ && mail.eight_bit)
        mail_from_ += " BODY=8BITMIME";
    rcpt_to_ = "RCPT TO:<" + to + ">";
    verdict_ = {};
    refused_ = false;
    mail_left_ = false;
    done_ = false;
    if (std::exchange(dirty_, false))
        say("RSET", phase::resetting);
    else
        say_envelope();
}

void smtp_session::begin_mail(std::string wire)
{
    done_ = false;
    to_write_ = std::move(wire);
    phase_ = phase::mail_leaving;
}

void smtp_session::begin_quit()
{
    done_ = false;
    say("QUIT", phase::quitting);
}

void smtp_session::say(std::string line, phase then)
{
    to_write_ = std::move(line) + "\r\n";
    phase_ = then;
}

void smtp_session::fail(bot::errc code, std::string detail)
{
    if (failed_)
        return;
    failed_ = true;
    why_ = {code, std::move(detail)};
    phase_ = phase::over;
}

void smtp_session::on(const smtp_reply& reply)
{
    if (reply.code == service_ends)
        ending_ = true;
    switch (phase_) {
    case phase::greeting: on_greeting(reply); return;
    case phase::ehlo:
    case phase::ehlo_again: on_ehlo(reply); return;
    case phase::starttls:
        if (!reply.positive())
            fail(reply.passing() ? bot::errc::unreachable : bot::errc::rejected, "smtp: STARTTLS refused: " + reply.text());
        else if (!reader_.empty())
            fail(bot::errc::malformed, "smtp: plaintext after STARTTLS");
        else
            phase_ = phase::securing;
        return;
    case phase::authenticating: on_authentication(reply); return;
    case phase::resetting:
        if (reply.positive())
            say_envelope();
        else
            fail(bot::errc::unreachable, "smtp: RSET refused: " + reply.text());
        return;
    case phase::envelope: on_envelope(reply); return;
    case phase::verdict: on_verdict(reply); return;
    case phase::quitting:
        phase_ = phase::over;
        done_ = true;
        return;
    case phase::securing:
    case phase::ready:
    case phase::mail_wanted:
    case phase::mail_leaving:
    case phase::over: fail(bot::errc::malformed, "smtp: answer to no command of ours"); return;
    }
}

void smtp_session::on_greeting(const smtp_reply& reply)
{
    if (reply.positive())
        say("EHLO " + greeting_name_, phase::ehlo);
    else
        fail(reply.passing() ? bot::errc::unreachable : bot::errc::rejected, "smtp: turned away: " + reply.text());
}

void smtp_session::read_extensions(const smtp_reply& reply)
{
    starttls_ = pipelining_ = eight_bit_ = sizes_ = plain_ = login_ = xoauth2_ = false;
    size_max_ = 0;
    for (std::size_t i = 1; i < reply.lines.size(); ++i) {
        const std::string line = capitals(reply.lines[i]);
        const std::string_view rest(line);
        starttls_ = starttls_ || rest == "STARTTLS";
        pipelining_ = pipelining_ || rest == "PIPELINING";
        eight_bit_ = eight_bit_ || rest == "8BITMIME";
        if (rest == "SIZE" || rest.starts_with("SIZE ")) {
            sizes_ = true;
            const auto digits = rest.substr(std::min<std::size_t>(5, rest.size()));
            std::from_chars(digits.data(), digits.data() + digits.size(), size_max_);
        }
        if (rest.starts_with("AUTH ") || rest.starts_with("AUTH=")) {
            const auto words = rest.substr(5);
            plain_ = plain_ || has_word(words, "PLAIN");
            login_ = login_ || has_word(words, "LOGIN");
            xoauth2_ = xoauth2_ || has_word(words, "XOAUTH2");
        }
    }
}

void smtp_session::on_ehlo(const smtp_reply& reply)
{
    if (!reply.positive()) {
        fail(reply.passing() ? bot::errc::unreachable : bot::errc::rejected, "smtp: EHLO refused: " + reply.text());
        return;
    }
    read_extensions(reply);
    if (how_ == protection::starttls && !encrypted_) {
        if (starttls_)
            say("STARTTLS", phase::starttls);
        else
            fail(bot::errc::rejected, "smtp: the server offers no STARTTLS");
        return;
    }
    authenticate();
}

void smtp_session::authenticate()
{
    answers_.clear();
    const std::string& secret = who_.secret.reveal();
    if (who_.how == sign_in::nothing) {
        phase_ = phase::ready;
        done_ = true;
    } else if (!sasl_sound(who_.user) || !sasl_sound(secret)) {
        fail(bot::errc::rejected, "smtp: user or secret is empty or has control characters");
    } else if (who_.how == sign_in::xoauth2 && xoauth2_) {
        say("AUTH XOAUTH2 " + sasl_xoauth2(who_.user, secret), phase::authenticating);
    } else if (who_.how == sign_in::password && plain_) {
        say("AUTH PLAIN " + sasl_plain(who_.user, secret), phase::authenticating);
    } else if (who_.how == sign_in::password && login_) {
        answers_ = {base64(who_.user), base64(secret)};
        say("AUTH LOGIN", phase::authenticating);
    } else {
        fail(bot::errc::rejected, "smtp: the server does not offer the sign-in that is configured");
    }
}

void smtp_session::on_authentication(const smtp_reply& reply)
{
    if (reply.code == 334) {
        if (!answers_.empty()) {
            to_write_ = answers_.front() + "\r\n";
            answers_.pop_front();
            return;
        }
        if (std::exchange(challenged_beyond_, true)) {
            fail(bot::errc::malformed, "smtp: challenged again and again");
            return;
        }
        // The token was refused; the reason comes as a challenge, and an empty answer brings the verdict.
        if (who_.how == sign_in::xoauth2)
            token_failure_ = xoauth2_failure(reply.lines.front());
        to_write_ = who_.how == sign_in::xoauth2 ? "\r\n" : "*\r\n";
        return;
    }
    if (reply.positive() && !challenged_beyond_) {
        phase_ = phase::ready;
        done_ = true;
        return;
    }
    std::string detail = "smtp: sign-in refused: " + std::to_string(reply.code) + " ";
    detail += words_without(reply.text(), who_.user, who_.secret.reveal());
    if (!token_failure_.empty())
        detail += " (status " + token_failure_ + ")";
    fail(reply.passing() ? bot::errc::unreachable : bot::errc::unauthentic, std::move(detail));
}

void smtp_session::say_envelope()
{
    stage_ = smtp_stage::sender;
    if (pipelining_)
        say(mail_from_ + "\r\n" + rcpt_to_ + "\r\nDATA", phase::envelope);
    else
        say(mail_from_, phase::envelope);
}

/// After a yes: the next of MAIL, RCPT, DATA, unless it has been said already.
void smtp_session::say_next_of_envelope()
{
    stage_ = stage_ == smtp_stage::sender ? smtp_stage::recipient : smtp_stage::data;
    if (!pipelining_)
        say(stage_ == smtp_stage::recipient ? rcpt_to_ : std::string("DATA"), phase::envelope);
}

void smtp_session::settle(smtp_stage stage, const smtp_reply& reply)
{
    verdict_ = {.stage = stage, .reply = reply};
    phase_ = phase::ready;
    done_ = true;
}

void smtp_session::on_envelope(const smtp_reply& reply)
{
    const bool yes = stage_ == smtp_stage::data ? reply.code == 354 : reply.positive();
    if (!yes && reply.code / 100 < 4) {
        fail(bot::errc::malformed, "smtp: unexpected " + std::to_string(reply.code));
        return;
    }
    if (!yes && !refused_) {
        refused_ = true;
        verdict_ = {.stage = stage_, .reply = reply};
    }
    if (!refused_ && stage_ == smtp_stage::data) {
        phase_ = phase::mail_wanted;
        done_ = true;
        return;
    }
    if (!refused_) {
        say_next_of_envelope();
        return;
    }
    if (reply.code == 354) {
        // It wants a mail for nobody. Closing gives it none, and cannot be taken for the end of one.
        ending_ = true;
        settle(verdict_.stage, smtp_reply(verdict_.reply));
        return;
    }
    dirty_ = true;
    if (pipelining_ && stage_ != smtp_stage::data && !ending_)
        stage_ = stage_ == smtp_stage::sender ? smtp_stage::recipient : smtp_stage::data;
    else
        settle(verdict_.stage, smtp_reply(verdict_.reply));
}

void smtp_session::on_verdict(const smtp_reply& reply)
{
    if (reply.code / 100 == 3) {
        fail(bot::errc::malformed, "smtp: unexpected " + std::to_string(reply.code));
        return;
    }
    settle(smtp_stage::verdict, reply);
}

} // namespace adapters::email
