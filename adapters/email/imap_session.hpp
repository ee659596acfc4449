#pragma once

#include "adapters/email/endpoint.hpp"
#include "adapters/email/imap_command.hpp"
#include "adapters/email/imap_data.hpp"
#include "adapters/email/imap_reply.hpp"
#include "adapters/email/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// What a command brought.
struct imap_outcome {
    bool good = false;        ///< the server said OK
    std::string code{};       ///< response code of the answer, in capitals
    std::string text{};       ///< its words
    imap_mailbox mailbox{};   ///< of `select`
    uid_list found{};         ///< of `search`
    std::vector<imap_size> sizes{};
    std::vector<imap_mail> mails{};
    std::vector<imap_quota> quotas{};
};

/// One IMAP conversation without a socket: what was heard goes in, what to do next comes out. Begins with greeting,
/// STARTTLS and sign-in; then one command at a time. A session that failed stays so.
class imap_session {
public:
    imap_session(protection how, identity who, imap_limits limits);

    void heard(std::string_view bytes);
    /// TLS is up after `wire_action::secure`.
    void secured();
    wire_action next();

    /// Starts a command; only when the one before is done.
    void begin(imap_command command);
    const imap_outcome& outcome() const { return outcome_; }
    imap_outcome& outcome() { return outcome_; }

    /// Whether mails have come since the last search began.
    bool news() const { return news_; }
    /// What to send to end an IDLE, once; "" when none waits for it.
    std::string end_idle();

    bool can(std::string_view capability) const { return capabilities_.contains(std::string(capability)); }
    std::uint32_t exists() const { return exists_; }
    std::vector<imap_notice> take_notices();

private:
    enum class phase : std::uint8_t {
        greeting,
        starttls,
        securing,
        capability,       ///< before sign-in
        authenticating,
        capability_after, ///< after sign-in
        ready,
        busy,
        idle_asked,
        idling,
        idle_ended,
        over,
    };

    void on(imap_reply reply);
    void on_greeting(const imap_reply& reply);
    void on_untagged(imap_reply& reply);
    void on_tagged(const imap_reply& reply);
    void on_challenge(const imap_reply& reply);
    void on_status(const imap_reply& reply);
    void on_search(const imap_reply& reply);
    void on_fetch(imap_reply& reply);
    void on_mail(std::uint32_t uid, std::string raw);
    void on_quota(const imap_reply& reply);
    void set_capabilities(std::string_view words);
    void authenticate();
    void authenticate_by_password();
    void authenticate_by_token();
    void signed_in();
    void refused_sign_in(const imap_reply& reply);
    void say(const std::string& command, phase then);
    void finish(const imap_reply& reply);
    void fail(bot::errc code, std::string detail);

    protection how_;
    identity who_;
    imap_limits limits_;
    imap_reader reader_;
    phase phase_ = phase::greeting;
    std::string tag_{};
    unsigned tags_ = 0;
    std::string to_write_{};
    bool done_ = false;
    bool failed_ = false;
    bot::error why_{};
    std::set<std::string> capabilities_{};
    bool capabilities_fresh_ = false;
    std::deque<std::string> answers_{}; ///< to the challenges of the sign-in under way, in order
    std::string token_failure_{};
    bool challenged_beyond_ = false;    ///< a challenge came that has no answer
    imap_command command_{};
    imap_outcome outcome_{};
    std::size_t replies_ = 0;
    std::size_t mail_bytes_ = 0;
    std::uint32_t exists_ = 0;
    bool news_ = false;
    std::vector<imap_notice> notices_{};
};

} // namespace adapters::email
