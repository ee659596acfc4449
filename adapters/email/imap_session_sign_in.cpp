#include "adapters/email/imap_session.hpp"

#include "adapters/email/imap_text.hpp"
#include "adapters/email/sasl.hpp"

#include <utility>

namespace adapters::email {

namespace {

/// Refusals that say nothing about our credentials (RFC 5530).
bool is_passing(std::string_view code)
{
    return code == "UNAVAILABLE" || code == "INUSE" || code == "LIMIT" || code == "SERVERBUG";
}

} // namespace

void imap_session::authenticate()
{
    replies_ = 0;
    answers_.clear();
    switch (who_.how) {
    case sign_in::password: authenticate_by_password(); break;
    case sign_in::xoauth2: authenticate_by_token(); break;
    case sign_in::nothing: fail(bot::errc::rejected, "imap: no credentials are configured"); break;
    }
    capabilities_fresh_ = false;
}

void imap_session::authenticate_by_password()
{
    const std::string& password = who_.secret.reveal();
    if (!sasl_sound(who_.user) || !sasl_sound(password)) {
        fail(bot::errc::rejected, "imap: user or password is empty or has control characters");
        return;
    }
    const auto user_quoted = imap_quoted(who_.user);
    const auto password_quoted = imap_quoted(password);
    if (can("AUTH=PLAIN")) {
        const std::string blob = sasl_plain(who_.user, password);
        if (can("SASL-IR")) {
            say("AUTHENTICATE PLAIN " + blob, phase::authenticating);
        } else {
            answers_ = {blob};
            say("AUTHENTICATE PLAIN", phase::authenticating);
        }
    } else if (!can("LOGINDISABLED") && user_quoted && password_quoted) {
        say("LOGIN " + *user_quoted + " " + *password_quoted, phase::authenticating);
    } else if (can("AUTH=LOGIN")) {
        answers_ = {base64(who_.user), base64(password)};
        say("AUTHENTICATE LOGIN", phase::authenticating);
    } else {
        fail(bot::errc::rejected, "imap: the server offers no sign-in by password here");
    }
}

void imap_session::authenticate_by_token()
{
    if (!sasl_sound(who_.user) || !sasl_sound(who_.secret.reveal())) {
        fail(bot::errc::rejected, "imap: user or token is empty or has control characters");
        return;
    }
    if (!can("AUTH=XOAUTH2")) {
        fail(bot::errc::rejected, "imap: the server does not offer XOAUTH2");
        return;
    }
    const std::string blob = sasl_xoauth2(who_.user, who_.secret.reveal());
    if (can("SASL-IR")) {
        say("AUTHENTICATE XOAUTH2 " + blob, phase::authenticating);
    } else {
        answers_ = {blob};
        say("AUTHENTICATE XOAUTH2", phase::authenticating);
    }
}

void imap_session::signed_in()
{
    if (capabilities_fresh_) {
        phase_ = phase::ready;
        done_ = true;
        return;
    }
    say("CAPABILITY", phase::capability_after);
}

void imap_session::refused_sign_in(const imap_reply& reply)
{
    std::string detail = "imap: sign-in refused: " + words_without(reply.text, who_.user, who_.secret.reveal());
    if (!token_failure_.empty())
        detail += " (status " + token_failure_ + ")";
    if (reply.name == "BAD")
        fail(bot::errc::rejected, std::move(detail));
    else
        fail(is_passing(reply.code) ? bot::errc::unreachable : bot::errc::unauthentic, std::move(detail));
}

void imap_session::on_challenge(const imap_reply& reply)
{
    if (phase_ == phase::idle_asked) {
        phase_ = phase::idling;
        return;
    }
    if (phase_ != phase::authenticating) {
        fail(bot::errc::malformed, "imap: unexpected continuation");
        return;
    }
    if (!answers_.empty()) {
        to_write_ = answers_.front() + "\r\n";
        answers_.pop_front();
        return;
    }
    if (challenged_beyond_) {
        fail(bot::errc::malformed, "imap: challenged again and again");
        return;
    }
    challenged_beyond_ = true;
    if (who_.how == sign_in::xoauth2) {
        // The token was refused; the reason comes as a challenge, and an empty answer brings the verdict.
        token_failure_ = xoauth2_failure(reply.text);
        to_write_ = "\r\n";
    } else {
        to_write_ = "*\r\n";
    }
}

} // namespace adapters::email
