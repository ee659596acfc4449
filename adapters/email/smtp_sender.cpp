#include "adapters/email/smtp_sender.hpp"

#include "adapters/email/backoff.hpp"
#include "adapters/email/connection.hpp"
#include "adapters/email/converse.hpp"
#include "adapters/email/smtp_outcome.hpp"
#include "adapters/email/smtp_session.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace adapters::email {

namespace asio = boost::asio;
using bot::flow::send_class;
using bot::flow::send_outcome;
using std::chrono::milliseconds;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
/// A server that hears our good-bye need not be waited for.
constexpr milliseconds quit_max{2'000};

/// One signed-in connection.
struct submission {
    submission(const asio::any_io_executor& executor, const mail_server& where, identity who, const std::string& name)
        : line(executor, where), session(where.how, std::move(who), name)
    {
    }
    connection line;
    smtp_session session;
    std::size_t mails = 0;
    std::chrono::steady_clock::time_point idle_since{};
};
using submission_ptr = std::unique_ptr<submission>;

send_outcome not_sent(send_class what, std::string detail)
{
    send_outcome out;
    out.what = what;
    out.detail = std::move(detail);
    return out;
}

/// How one try on one connection ended.
struct tried {
    send_outcome outcome{};
    bool connection_lost = false;
    bool before_mail = true; ///< nothing of the mail itself had left
};

/// One of the connections that may be in use at a time; wakes who waits for it when it is free again.
class slot {
public:
    slot(std::size_t& in_use, asio::steady_timer& freed) : in_use_(in_use), freed_(freed) { ++in_use_; }
    ~slot()
    {
        --in_use_;
        freed_.cancel_one();
    }
    slot(const slot&) = delete;
    slot& operator=(const slot&) = delete;

private:
    std::size_t& in_use_;
    asio::steady_timer& freed_;
};

asio::awaitable<void> say_good_bye(submission_ptr one, milliseconds time)
{
    one->line.allow(std::min(time, quit_max));
    one->session.begin_quit();
    const auto done = co_await converse(one->line, one->session);
    static_cast<void>(done);
}

} // namespace

struct smtp_sender::impl : std::enable_shared_from_this<smtp_sender::impl> {
    impl(asio::any_io_executor on, smtp_options with, smtp_ports tied)
        : executor(on), options(std::move(with)), ports(std::move(tied)), freed(on), idle_timer(on),
          refusals{.first = options.refused_first, .longest = options.refused_max}
    {
        options.connections_max = std::max<std::size_t>(options.connections_max, 1);
        freed.expires_at(asio::steady_timer::time_point::max()); // never: it is only ever cancelled
    }

    asio::any_io_executor executor;
    smtp_options options;
    smtp_ports ports;
    smtp_counts counts{};
    std::vector<submission_ptr> idle{};
    std::size_t in_use = 0;
    asio::steady_timer freed;
    asio::steady_timer idle_timer;
    backoff refusals;
    std::optional<std::chrono::steady_clock::time_point> closed_until{}; ///< no sign-in before
    std::string trouble{};

    asio::awaitable<bot::result<submission_ptr>> sign_in_once(bool token_refused);
    asio::awaitable<bot::result<submission_ptr>> connect();
    asio::awaitable<tried> submit(submission& on, envelope what, mail_data mail);
    asio::awaitable<send_outcome> send_sound(envelope what, mail_data mail);
    submission_ptr take_idle();
    void keep(submission_ptr one);
    void watch_idle();
    void dismiss(submission_ptr one);
    send_outcome refused(const bot::error& why);
    send_outcome still_closed() const;
    void alarm(mail_alarm_kind what, const std::string& detail) const;
};

asio::awaitable<bot::result<submission_ptr>> smtp_sender::impl::sign_in_once(bool token_refused)
{
    auto who = co_await identity_of(options.who, token_refused);
    if (!who)
        co_return bot::fail(who.error().code, who.error().detail);
    auto one = std::make_unique<submission>(executor, options.server, std::move(*who), options.greeting_name);
    one->line.allow(options.connect);
    auto done = co_await one->line.open();
    if (done)
        done = co_await converse(one->line, one->session);
    if (!done)
        co_return bot::fail(done.error().code, done.error().detail);
    ++counts.connections;
    co_return std::move(one);
}

asio::awaitable<bot::result<submission_ptr>> smtp_sender::impl::connect()
{
    auto one = co_await sign_in_once(false);
    const bool renew = !one && one.error().code == bot::errc::unauthentic && options.who.how == sign_in::xoauth2 &&
                       !one.error().detail.starts_with("certificate");
    if (renew)
        one = co_await sign_in_once(true);
    co_return std::move(one);
}

submission_ptr smtp_sender::impl::take_idle()
{
    while (!idle.empty()) {
        submission_ptr one = std::move(idle.back());
        idle.pop_back();
        if (ports.now() - one->idle_since < options.idle_max && one->line.fresh())
            return one;
    }
    return nullptr;
}

void smtp_sender::impl::keep(submission_ptr one)
{
    if (!one->line.is_open() || one->session.ending())
        return;
    if (one->mails >= options.mails_per_connection_max) {
        dismiss(std::move(one));
        return;
    }
    one->idle_since = ports.now();
    idle.push_back(std::move(one));
    watch_idle();
}

void smtp_sender::impl::dismiss(submission_ptr one)
{
    auto good_bye = say_good_bye(std::move(one), options.command);
    asio::co_spawn(executor, std::move(good_bye), asio::detached);
}

/// Says good-bye on connections that nobody has used for a while; the longest idle stands first.
void smtp_sender::impl::watch_idle()
{
    if (idle.empty())
        return;
    const auto left = std::chrono::ceil<milliseconds>(idle.front()->idle_since + options.idle_max - ports.now());
    idle_timer.expires_after(std::max(left, milliseconds(1)));
    idle_timer.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
        const auto self = weak.lock();
        if (!self || cancelled)
            return;
        while (!self->idle.empty() && self->ports.now() - self->idle.front()->idle_since >= self->options.idle_max) {
            submission_ptr old = std::move(self->idle.front());
            self->idle.erase(self->idle.begin());
            self->dismiss(std::move(old));
        }
        self->watch_idle();
    });
}

void smtp_sender::impl::alarm(mail_alarm_kind what, const std::string& detail) const
{
    bot::log::warning("mail.alarm", {{"account", options.account}, {"what", name_of(what)}, {"why", detail}});
    if (ports.alarm)
        ports.alarm({.what = what, .account = options.account, .folder = {}, .detail = detail});
}

/// The account does not work: nothing is tried for a while, every mail is to be kept.
send_outcome smtp_sender::impl::refused(const bot::error& why)
{
    alarm(mail_alarm_kind::sign_in, why.detail);
    trouble = why.detail;
    closed_until = ports.now() + refusals.steady(0);
    return still_closed();
}

send_outcome smtp_sender::impl::still_closed() const
{
    send_outcome out = not_sent(send_class::setup, trouble);
    out.channel_wide = true;
    out.wait = std::max(std::chrono::ceil<milliseconds>(*closed_until - ports.now()), milliseconds(1));
    return out;
}

/// One mail over one connection.
asio::awaitable<tried> smtp_sender::impl::submit(submission& on, envelope what, mail_data mail)
{
    tried end;
    const std::size_t size_max = on.session.size_max();
    if (size_max > 0 && mail.wire.size() > size_max) {
        end.outcome = not_sent(send_class::rejected, "larger than the " + std::to_string(size_max) + " bytes the server takes");
        co_return end;
    }
    if (mail.eight_bit && !on.session.takes_eight_bit()) {
        end.outcome = not_sent(send_class::rejected, "8-bit content, and the server takes 7-bit only");
        co_return end;
    }
    on.line.allow(options.command);
    on.session.begin(what.from, what.to, mail);
    const auto greeted = co_await converse(on.line, on.session);
    if (!greeted) {
        end.connection_lost = true;
        end.outcome = not_sent(send_class::retry, greeted.error().detail);
        co_return end;
    }
    if (!on.session.wants_mail()) {
        end.outcome = outcome_of(on.session.verdict());
        co_return end;
    }
    end.before_mail = false;
    const std::size_t more_ms = mail.wire.size() * 1'000 / std::max<std::size_t>(options.bytes_per_second_min, 1);
    on.line.allow(options.delivery + milliseconds(more_ms));
    on.session.begin_mail(std::move(mail.wire));
    const auto judged = co_await converse(on.line, on.session);
    if (judged) {
        end.outcome = outcome_of(on.session.verdict());
        co_return end;
    }
    end.connection_lost = true;
    end.outcome = not_sent(send_class::retry, judged.error().detail);
    if (on.session.mail_left())
        end.outcome.what = send_class::ambiguous;
    co_return end;
}

asio::awaitable<send_outcome> smtp_sender::impl::send_sound(envelope what, mail_data mail)
{
    for (bool may_reuse = true;; may_reuse = false) {
        submission_ptr one;
        if (may_reuse)
            one = take_idle();
        const bool reused = one != nullptr;
        if (!reused) {
            auto fresh = co_await connect();
            if (!fresh) {
                const bot::error why = fresh.error();
                if (why.code == bot::errc::unauthentic || why.code == bot::errc::rejected)
                    co_return refused(why);
                trouble = why.detail;
                send_outcome out = not_sent(send_class::retry, why.detail);
                out.channel_wide = true;
                co_return out;
            }
            one = std::move(*fresh);
            refusals.reset();
            closed_until.reset();
        }
        envelope again = what;
        mail_data data = mail;
        tried end = co_await submit(*one, std::move(again), std::move(data));
        if (end.connection_lost && end.before_mail && reused)
            continue; // closed by the server while idle: once more on a new one
        ++one->mails;
        if (end.connection_lost)
            one->line.close();
        keep(std::move(one));
        trouble = end.outcome.what == send_class::setup ? end.outcome.detail : std::string();
        if (end.outcome.what == send_class::setup)
            alarm(mail_alarm_kind::setup, end.outcome.detail);
        co_return std::move(end.outcome);
    }
}

smtp_sender::smtp_sender(asio::any_io_executor executor, smtp_options options, smtp_ports ports)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(options), std::move(ports)))
{
}

smtp_sender::~smtp_sender()
{
    impl_->idle_timer.cancel();
}

asio::awaitable<send_outcome> smtp_sender::send(envelope what)
{
    const auto self = impl_;
    const bool sound = sound_address(what.to) && (what.from.empty() || sound_address(what.from)) &&
                       sound_greeting_name(self->options.greeting_name);
    if (!sound)
        co_return not_sent(send_class::rejected, "not an address that can be sent to or from");
    auto mail = to_mail_data(what.raw);
    if (!mail)
        co_return not_sent(send_class::rejected, mail.error().detail);
    what.raw.clear();
    while (self->in_use >= self->options.connections_max) {
        const auto [told] = co_await self->freed.async_wait(awaitable_tuple);
        static_cast<void>(told);
    }
    const slot mine(self->in_use, self->freed);
    if (self->closed_until && self->ports.now() < *self->closed_until) {
        ++self->counts.not_sent;
        co_return self->still_closed();
    }
    send_outcome out = co_await self->send_sound(std::move(what), std::move(*mail));
    ++(out.what == send_class::sent ? self->counts.sent : self->counts.not_sent);
    co_return std::move(out);
}

asio::awaitable<void> smtp_sender::leave()
{
    const auto self = impl_;
    self->idle_timer.cancel();
    std::vector<submission_ptr> all = std::exchange(self->idle, {});
    for (submission_ptr& one : all) {
        auto good_bye = say_good_bye(std::move(one), self->options.command);
        co_await std::move(good_bye);
    }
}

smtp_counts smtp_sender::counts() const
{
    return impl_->counts;
}

std::string smtp_sender::trouble() const
{
    return impl_->trouble;
}

} // namespace adapters::email
