#include "adapters/email/imap_session.hpp"

#include "adapters/email/alarm.hpp"
#include "adapters/email/imap_text.hpp"
#include "adapters/email/sasl.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

/// A search names every mail it found in one line.
constexpr std::size_t search_bytes_per_mail = 11;
constexpr std::size_t search_bytes_max = 8 << 20;
constexpr std::size_t notices_max = 16;
constexpr std::size_t capabilities_max = 256;

} // namespace

imap_session::imap_session(protection how, identity who, imap_limits limits)
    : how_(how), who_(std::move(who)), limits_(limits)
{
    reader_.limits.line_bytes_max = limits_.line_bytes_max;
    reader_.limits.literal_bytes_max = limits_.line_bytes_max;
}

void imap_session::heard(std::string_view bytes)
{
    reader_.put(bytes);
}

void imap_session::secured()
{
    // What was said in the clear, an attacker may have said.
    reader_.reset();
    capabilities_.clear();
    capabilities_fresh_ = false;
    notices_.clear();
    say("CAPABILITY", phase::capability);
}

wire_action imap_session::next()
{
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
            on(std::move(**reply));
    }
}

void imap_session::begin(imap_command command)
{
    command_ = std::move(command);
    outcome_ = {};
    replies_ = 0;
    mail_bytes_ = 0;
    done_ = false;
    std::size_t line_max = limits_.line_bytes_max;
    std::size_t literal_max = limits_.line_bytes_max;
    if (command_.what == imap_command::kind::search)
        line_max += std::min(search_bytes_max, search_bytes_per_mail * exists_);
    if (command_.what == imap_command::kind::mails)
        literal_max = std::max(literal_max, command_.mail_bytes_max + 1);
    reader_.limits.line_bytes_max = line_max;
    reader_.limits.literal_bytes_max = literal_max;
    // What came before a search is found by it; what comes from now on is news.
    if (command_.what == imap_command::kind::search)
        news_ = false;
    say(command_.text, command_.what == imap_command::kind::idle ? phase::idle_asked : phase::busy);
}

std::string imap_session::end_idle()
{
    if (phase_ != phase::idling)
        return {};
    phase_ = phase::idle_ended;
    return "DONE\r\n";
}

std::vector<imap_notice> imap_session::take_notices()
{
    return std::exchange(notices_, {});
}

void imap_session::say(const std::string& command, phase then)
{
    tag_ = "S" + std::to_string(++tags_);
    to_write_ = tag_ + " " + command + "\r\n";
    phase_ = then;
}

void imap_session::fail(bot::errc code, std::string detail)
{
    if (failed_)
        return;
    failed_ = true;
    why_ = {code, std::move(detail)};
    phase_ = phase::over;
}

void imap_session::on(imap_reply reply)
{
    if (phase_ == phase::greeting) {
        on_greeting(reply);
        return;
    }
    if (++replies_ > limits_.replies_max) {
        fail(bot::errc::malformed, "imap: too many replies to one command");
        return;
    }
    switch (reply.what) {
    case imap_reply::kind::untagged: on_untagged(reply); return;
    case imap_reply::kind::tagged: on_tagged(reply); return;
    case imap_reply::kind::go_on: on_challenge(reply); return;
    }
}

void imap_session::on_greeting(const imap_reply& reply)
{
    const bool untagged = reply.what == imap_reply::kind::untagged;
    if (untagged && reply.name == "BYE") {
        fail(bot::errc::unreachable, "imap: turned away: " + printable(reply.text));
        return;
    }
    if (!untagged || (reply.name != "OK" && reply.name != "PREAUTH")) {
        fail(bot::errc::malformed, "imap: no greeting");
        return;
    }
    if (reply.name == "PREAUTH" && how_ == protection::starttls) {
        // Nobody can STARTTLS after that: a known way around it.
        fail(bot::errc::rejected, "imap: signed in before STARTTLS");
        return;
    }
    if (how_ == protection::starttls) {
        say("STARTTLS", phase::starttls);
        return;
    }
    if (reply.code == "CAPABILITY")
        set_capabilities(reply.code_text);
    if (reply.name == "PREAUTH")
        signed_in();
    else if (capabilities_fresh_)
        authenticate();
    else
        say("CAPABILITY", phase::capability);
}

void imap_session::on_untagged(imap_reply& reply)
{
    if (reply.name == "BYE") {
        if (command_.what != imap_command::kind::leave || phase_ != phase::busy)
            fail(bot::errc::unreachable, "imap: BYE: " + words_without(reply.text, who_.user, who_.secret.reveal()));
        return;
    }
    if (reply.name == "OK" || reply.name == "NO" || reply.name == "BAD") {
        on_status(reply);
        return;
    }
    if (reply.name == "CAPABILITY") {
        std::string words;
        for (const imap_value& value : reply.values)
            words += value.text + " ";
        set_capabilities(words);
    } else if (reply.name == "EXISTS") {
        news_ = news_ || reply.number > exists_;
        exists_ = reply.number;
        outcome_.mailbox.exists = reply.number;
    } else if (reply.name == "EXPUNGE") {
        exists_ -= std::min<std::uint32_t>(exists_, 1);
    } else if (reply.name == "SEARCH") {
        on_search(reply);
    } else if (reply.name == "FETCH") {
        on_fetch(reply);
    } else if (reply.name == "QUOTA") {
        on_quota(reply);
    }
}

/// What a status line carries besides its verdict.
void imap_session::on_status(const imap_reply& reply)
{
    if ((reply.code == "ALERT" || reply.code == "OVERQUOTA") && notices_.size() < notices_max)
        notices_.push_back({.code = reply.code, .text = words_without(reply.text, who_.user, who_.secret.reveal())});
    if (reply.code == "CAPABILITY")
        set_capabilities(reply.code_text);
    if (reply.code == "READ-ONLY")
        outcome_.mailbox.read_only = true;
    if (reply.code == "UIDVALIDITY" || reply.code == "UIDNEXT") {
        const auto number = imap_number(reply.code_text);
        if (!number || *number == 0) {
            fail(bot::errc::malformed, "imap: " + reply.code + " is no number");
            return;
        }
        if (reply.code == "UIDVALIDITY")
            outcome_.mailbox.uidvalidity = *number;
        else
            outcome_.mailbox.uidnext = *number;
    }
}

void imap_session::on_tagged(const imap_reply& reply)
{
    if (reply.tag != tag_) {
        fail(bot::errc::malformed, "imap: answer to no command of ours");
        return;
    }
    const bool good = reply.name == "OK";
    switch (phase_) {
    case phase::starttls:
        if (!good)
            fail(bot::errc::rejected, "imap: STARTTLS refused: " + printable(reply.text));
        else if (!reader_.empty())
            fail(bot::errc::malformed, "imap: plaintext after STARTTLS");
        else
            phase_ = phase::securing;
        return;
    case phase::capability:
        if (good)
            authenticate();
        else
            fail(bot::errc::rejected, "imap: CAPABILITY refused");
        return;
    case phase::authenticating:
        on_status(reply);
        if (!good)
            refused_sign_in(reply);
        else if (challenged_beyond_)
            fail(bot::errc::malformed, "imap: signed in against our word");
        else
            signed_in();
        return;
    case phase::capability_after:
        if (!good) {
            fail(bot::errc::rejected, "imap: CAPABILITY refused");
            return;
        }
        phase_ = phase::ready;
        done_ = true;
        return;
    case phase::busy:
    case phase::idle_asked:
    case phase::idling:
    case phase::idle_ended: finish(reply); return;
    case phase::greeting:
    case phase::securing:
    case phase::ready:
    case phase::over: fail(bot::errc::malformed, "imap: answer to no command of ours"); return;
    }
}

void imap_session::finish(const imap_reply& reply)
{
    on_status(reply);
    if (failed_)
        return;
    outcome_.good = reply.name == "OK";
    outcome_.code = reply.code;
    outcome_.text = printable(reply.text);
    phase_ = command_.what == imap_command::kind::leave ? phase::over : phase::ready;
    done_ = true;
    const auto by_uid = [](const auto& a, const auto& b) { return a.uid < b.uid; };
    std::sort(outcome_.sizes.begin(), outcome_.sizes.end(), by_uid);
    std::sort(outcome_.mails.begin(), outcome_.mails.end(), by_uid);
    std::sort(outcome_.found.begin(), outcome_.found.end());
    outcome_.found.erase(std::unique(outcome_.found.begin(), outcome_.found.end()), outcome_.found.end());
}

void imap_session::set_capabilities(std::string_view words)
{
    capabilities_.clear();
    capabilities_fresh_ = true;
    while (!words.empty() && capabilities_.size() < capabilities_max) {
        const auto end = std::min(words.find(' '), words.size());
        std::string one(words.substr(0, end));
        for (char& c : one)
            if (c >= 'a' && c <= 'z')
                c = static_cast<char>(c - 'a' + 'A');
        if (!one.empty())
            capabilities_.insert(std::move(one));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

} // namespace adapters::email
