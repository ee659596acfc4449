#include "adapters/email/imap_client.hpp"

#include "adapters/email/connection.hpp"
#include "adapters/email/converse.hpp"
#include "adapters/email/imap_command.hpp"
#include "adapters/email/imap_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
/// UIDs named in one command; servers take lines of 8 kB (RFC 7162 §4).
constexpr std::size_t uids_per_command = 500;
/// A server that hears our good-bye need not be waited for.
constexpr std::chrono::milliseconds leave_max{2'000};

template <class T>
tl::unexpected<bot::error> failed(const bot::result<T>& with)
{
    return bot::fail(with.error().code, with.error().detail);
}

} // namespace

struct imap_client::impl : std::enable_shared_from_this<imap_client::impl> {
    impl(asio::any_io_executor on, mail_server at, credentials with, imap_limits limited)
        : executor(on), where(std::move(at)), who(std::move(with)), limits(limited), idle_timer(on)
    {
    }

    asio::any_io_executor executor;
    mail_server where;
    credentials who;
    imap_limits limits;
    std::unique_ptr<connection> line{};
    std::optional<imap_session> session{};
    std::string refusal{};
    asio::steady_timer idle_timer;
    bool idle_over = false; ///< by the timer or by `wake`
    bool woken = false;
    bool idle_under_way = false;
    bool ending_idle = false; ///< DONE is on its way out

    bool is_open() const { return line && line->is_open() && session; }
    void close()
    {
        if (line)
            line->close();
        idle_timer.cancel();
    }
    asio::awaitable<bot::result<void>> sign_in_once(bool token_refused);
    asio::awaitable<bot::result<void>> run(imap_command command, std::size_t bytes);
    asio::awaitable<bot::result<void>> run(bot::result<imap_command> command);
    asio::awaitable<bot::result<void>> idle_until_news();
    static asio::awaitable<void> say_done(std::shared_ptr<impl> self);
    void end_idle();
};

asio::awaitable<bot::result<void>> imap_client::impl::sign_in_once(bool token_refused)
{
    auto self = co_await identity_of(who, token_refused);
    if (!self)
        co_return failed(self);
    session.emplace(where.how, std::move(*self), limits);
    line = std::make_unique<connection>(executor, where);
    line->allow(limits.connect);
    auto done = co_await line->open();
    if (done)
        done = co_await converse(*line, *session);
    co_return done;
}

/// Runs one command; `bytes` of mail are expected in answer.
asio::awaitable<bot::result<void>> imap_client::impl::run(imap_command command, std::size_t bytes)
{
    refusal.clear();
    if (!is_open())
        co_return bot::fail(bot::errc::unreachable, "imap: not connected");
    const std::size_t more_ms = bytes * 1'000 / std::max<std::size_t>(limits.fetch_bytes_per_second_min, 1);
    line->allow(limits.command + std::chrono::milliseconds(more_ms));
    session->begin(std::move(command));
    const auto done = co_await converse(*line, *session);
    if (!done)
        co_return done;
    if (session->outcome().good)
        co_return bot::result<void>{};
    refusal = session->outcome().code;
    co_return bot::fail(bot::errc::rejected, "imap: refused: " + session->outcome().text);
}

asio::awaitable<bot::result<void>> imap_client::impl::run(bot::result<imap_command> command)
{
    if (!command)
        co_return failed(command);
    const auto done = co_await run(std::move(*command), 0);
    co_return done;
}

imap_client::imap_client(asio::any_io_executor executor, mail_server where, credentials who, imap_limits limits)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(where), std::move(who), limits))
{
}

imap_client::~imap_client()
{
    impl_->close();
}

asio::awaitable<bot::result<void>> imap_client::open()
{
    const auto self = impl_;
    auto done = co_await self->sign_in_once(false);
    const bool renew = !done && done.error().code == bot::errc::unauthentic && self->who.how == sign_in::xoauth2 &&
                       !done.error().detail.starts_with("certificate");
    if (renew)
        done = co_await self->sign_in_once(true);
    if (!done)
        self->close();
    co_return done;
}

bool imap_client::is_open() const
{
    return impl_->is_open();
}

asio::awaitable<bot::result<imap_mailbox>> imap_client::select(std::string folder)
{
    const auto self = impl_;
    auto command = imap_select(folder);
    const auto done = co_await self->run(std::move(command));
    if (!done)
        co_return failed(done);
    const imap_mailbox mailbox = self->session->outcome().mailbox;
    if (mailbox.uidvalidity == 0) {
        self->close();
        co_return bot::fail(bot::errc::malformed, "imap: a folder without UIDVALIDITY");
    }
    co_return mailbox;
}

asio::awaitable<bot::result<uid_list>> imap_client::search_from(std::uint32_t first)
{
    const auto self = impl_;
    auto command = imap_search_from(first);
    const auto done = co_await self->run(std::move(command), 0);
    if (!done)
        co_return failed(done);
    uid_list found = std::move(self->session->outcome().found);
    // "n:*" names the last mail even when its UID is below n.
    found.erase(found.begin(), std::lower_bound(found.begin(), found.end(), first));
    co_return std::move(found);
}

asio::awaitable<bot::result<uid_list>> imap_client::search_unseen()
{
    const auto self = impl_;
    auto command = imap_search_unseen();
    const auto done = co_await self->run(std::move(command), 0);
    if (!done)
        co_return failed(done);
    co_return std::move(self->session->outcome().found);
}

asio::awaitable<bot::result<std::vector<imap_size>>> imap_client::sizes(uid_list uids)
{
    const auto self = impl_;
    std::vector<imap_size> all;
    for (std::size_t at = 0; at < uids.size(); at += uids_per_command) {
        const auto from = uids.begin() + static_cast<std::ptrdiff_t>(at);
        const auto to = uids.begin() + static_cast<std::ptrdiff_t>(std::min(at + uids_per_command, uids.size()));
        uid_list part(from, to);
        auto command = imap_sizes(std::move(part));
        const auto done = co_await self->run(std::move(command), 0);
        if (!done)
            co_return failed(done);
        const auto& got = self->session->outcome().sizes;
        all.insert(all.end(), got.begin(), got.end());
    }
    co_return std::move(all);
}

asio::awaitable<bot::result<std::vector<imap_mail>>> imap_client::fetch(uid_list uids, std::size_t bytes)
{
    const auto self = impl_;
    if (uids.empty())
        co_return std::vector<imap_mail>{};
    const std::size_t most = 2 * bytes + self->limits.mail_bytes_max + 1;
    auto command = imap_fetch(std::move(uids), self->limits.mail_bytes_max, most);
    const auto done = co_await self->run(std::move(command), bytes);
    if (!done)
        co_return failed(done);
    co_return std::move(self->session->outcome().mails);
}

asio::awaitable<bot::result<std::vector<imap_mail>>> imap_client::fetch_headers(uid_list uids)
{
    const auto self = impl_;
    if (uids.empty())
        co_return std::vector<imap_mail>{};
    const std::size_t bytes = self->limits.header_bytes_max * uids.size();
    auto command = imap_fetch_headers(std::move(uids), self->limits.header_bytes_max);
    const auto done = co_await self->run(std::move(command), bytes);
    if (!done)
        co_return failed(done);
    co_return std::move(self->session->outcome().mails);
}

asio::awaitable<bot::result<void>> imap_client::mark_seen(uid_list uids)
{
    const auto self = impl_;
    if (uids.empty())
        co_return bot::result<void>{};
    auto command = imap_add_flag(uids, "\\Seen");
    const auto done = co_await self->run(std::move(command), 0);
    co_return done;
}

asio::awaitable<bot::result<void>> imap_client::move(uid_list uids, std::string folder)
{
    const auto self = impl_;
    if (uids.empty())
        co_return bot::result<void>{};
    const bool at_once = self->is_open() && self->session->can("MOVE");
    const auto begin = at_once ? imap_move : imap_copy;
    auto command = begin(uids, folder);
    auto done = co_await self->run(std::move(command));
    if (!done && self->refusal == "TRYCREATE") {
        const auto made = co_await create(folder);
        if (!made)
            co_return made;
        auto again = begin(uids, folder);
        done = co_await self->run(std::move(again));
    }
    if (!done || at_once)
        co_return done;
    auto flag = imap_add_flag(uids, "\\Deleted");
    done = co_await self->run(std::move(flag), 0);
    // A plain EXPUNGE would also remove what other people have marked; without UIDPLUS ours stay, marked.
    if (!done || !self->session->can("UIDPLUS"))
        co_return done;
    auto expunge = imap_expunge(uids);
    done = co_await self->run(std::move(expunge), 0);
    co_return done;
}

asio::awaitable<bot::result<void>> imap_client::create(std::string folder)
{
    const auto self = impl_;
    auto command = imap_create(folder);
    const auto done = co_await self->run(std::move(command));
    co_return done;
}

asio::awaitable<bot::result<void>> imap_client::noop()
{
    const auto self = impl_;
    auto command = imap_noop();
    const auto done = co_await self->run(std::move(command), 0);
    co_return done;
}

asio::awaitable<bot::result<std::vector<imap_quota>>> imap_client::quota(std::string folder)
{
    const auto self = impl_;
    auto command = imap_quota_root(folder);
    const auto done = co_await self->run(std::move(command));
    if (!done)
        co_return failed(done);
    co_return std::move(self->session->outcome().quotas);
}

/// Writes DONE while a read is pending: a read must not be cancelled in the middle of a TLS record.
asio::awaitable<void> imap_client::impl::say_done(std::shared_ptr<impl> self)
{
    auto bytes = self->session->end_idle();
    if (bytes.empty())
        co_return;
    self->ending_idle = true;
    self->line->allow(self->limits.command);
    const auto written = co_await self->line->write(std::move(bytes));
    static_cast<void>(written); // the pending read fails as well
    self->ending_idle = false;
    if (!self->idle_under_way)
        self->idle_timer.cancel();
}

void imap_client::impl::end_idle()
{
    idle_over = true;
    if (idle_under_way && is_open())
        asio::co_spawn(executor, say_done(shared_from_this()), asio::detached);
}

asio::awaitable<bot::result<void>> imap_client::impl::idle_until_news()
{
    const auto self = shared_from_this();
    for (;;) {
        if (session->news() || idle_over)
            co_await say_done(self);
        wire_action now = session->next();
        bot::result<void> moved{};
        if (now.what == wire_action::kind::done)
            break;
        if (now.what == wire_action::kind::write) {
            moved = co_await line->write(std::move(now.bytes));
        } else if (now.what == wire_action::kind::read) {
            // What was already heard may have brought the continuation or news: end before waiting on.
            if (session->news() || idle_over)
                co_await say_done(self);
            const auto got = co_await line->read();
            if (got)
                session->heard(*got);
            else
                moved = failed(got);
        } else {
            line->close();
            moved = bot::fail(now.why.code, now.why.detail);
        }
        if (!moved)
            co_return moved;
    }
    if (session->outcome().good)
        co_return bot::result<void>{};
    refusal = session->outcome().code;
    co_return bot::fail(bot::errc::rejected, "imap: IDLE refused: " + session->outcome().text);
}

asio::awaitable<bot::result<idle_end>> imap_client::idle(std::chrono::milliseconds at_most)
{
    const auto self = impl_;
    self->refusal.clear();
    if (!self->is_open())
        co_return bot::fail(bot::errc::unreachable, "imap: not connected");
    if (self->session->news())
        co_return idle_end::news;
    self->idle_over = false;
    self->woken = false;
    self->idle_under_way = true;
    self->line->allow(at_most + self->limits.command);
    self->idle_timer.expires_after(at_most);
    const std::weak_ptr<impl> weak = self;
    self->idle_timer.async_wait([weak](const boost::system::error_code& cancelled) {
        const auto still = weak.lock();
        if (still && !cancelled)
            still->end_idle();
    });
    auto command = imap_idle();
    self->session->begin(std::move(command));
    const auto done = co_await self->idle_until_news();
    self->idle_under_way = false;
    self->idle_timer.cancel();
    // The verdict can be here before the write of DONE has been told of its success.
    while (self->ending_idle) {
        self->idle_timer.expires_after(self->limits.command);
        const auto [told] = co_await self->idle_timer.async_wait(awaitable_tuple);
        static_cast<void>(told);
    }
    if (!done)
        co_return failed(done);
    if (self->session->news())
        co_return idle_end::news;
    if (self->woken)
        co_return idle_end::woken;
    co_return idle_end::time_up;
}

void imap_client::wake()
{
    impl_->woken = true;
    impl_->end_idle();
}

asio::awaitable<void> imap_client::leave()
{
    const auto self = impl_;
    if (!self->is_open())
        co_return;
    self->line->allow(std::min(self->limits.command, leave_max));
    auto command = imap_logout();
    self->session->begin(std::move(command));
    const auto done = co_await converse(*self->line, *self->session);
    static_cast<void>(done);
    self->close();
}

void imap_client::close()
{
    impl_->close();
}

bool imap_client::can_idle() const
{
    return impl_->session && impl_->session->can("IDLE");
}

bool imap_client::can_tell_quota() const
{
    return impl_->session && impl_->session->can("QUOTA");
}

std::uint32_t imap_client::exists() const
{
    return impl_->session ? impl_->session->exists() : 0;
}

const std::string& imap_client::refusal_code() const
{
    return impl_->refusal;
}

std::vector<imap_notice> imap_client::take_notices()
{
    if (!impl_->session)
        return {};
    return impl_->session->take_notices();
}

} // namespace adapters::email
