#include "adapters/email/imap_inbox.hpp"

#include "adapters/email/backoff.hpp"
#include "adapters/email/imap_taker.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
/// Between two looks at the folders, unless something new comes or `failed_again` is shorter.
constexpr milliseconds shortest_wait{1'000};
constexpr std::size_t remembered_alerts_max = 64;

} // namespace

struct imap_inbox::impl : std::enable_shared_from_this<imap_inbox::impl> {
    using moment = std::chrono::steady_clock::time_point;
    enum class doing : std::uint8_t { nothing, opening, working, waiting };

    impl(asio::any_io_executor on, imap_inbox_options with, inbox_ports tied)
        : executor(on), options(std::move(with)), ports(std::move(tied)), taker(on, options, ports, counts),
          client(on, options.server, options.who, options.limits), pause(on),
          network{.first = options.reconnect_first, .longest = options.reconnect_max},
          refusals{.first = options.refused_first, .longest = options.refused_max}
    {
        for (const std::string& name : options.folders)
            folders.push_back({.name = name});
        health.reason = "starting";
        good_at = ports.now();
    }

    asio::any_io_executor executor;
    imap_inbox_options options;
    inbox_ports ports;
    inbox_counts counts{};
    imap_taker taker;
    imap_client client;
    asio::steady_timer pause;
    backoff network;
    backoff refusals;
    std::vector<imap_folder_state> folders{};
    std::set<std::string> alerts{};
    std::optional<moment> next_quota{};
    bool quota_alarmed = false;
    inbox_health health{};
    moment good_at{};
    doing now_doing = doing::nothing;
    bool stopping = false;

    asio::awaitable<void> sleep(milliseconds time);
    asio::awaitable<bot::result<void>> live();
    asio::awaitable<bot::result<void>> round(bool every_folder);
    asio::awaitable<bot::result<void>> look_at_quota();
    asio::awaitable<bot::result<void>> await_news(milliseconds at_most);
    milliseconds between_polls() const;
    milliseconds until_next(moment next_poll) const;
    bool retries_elsewhere() const;
    void tell_notices();
    milliseconds wait_after(const bot::error& why, moment since);
};

asio::awaitable<void> imap_inbox::impl::sleep(milliseconds time)
{
    if (stopping)
        co_return;
    pause.expires_after(time);
    const auto [ended] = co_await pause.async_wait(awaitable_tuple);
    static_cast<void>(ended);
}

milliseconds imap_inbox::impl::between_polls() const
{
    if (!client.can_idle())
        return options.poll_without_idle;
    const auto spread = static_cast<double>(std::max(options.poll_max - options.poll_min, milliseconds(0)).count());
    return options.poll_min + milliseconds(static_cast<milliseconds::rep>(spread * ports.random()));
}

/// Until the next poll, or until a mail that failed is due again.
milliseconds imap_inbox::impl::until_next(moment next_poll) const
{
    moment next = next_poll;
    for (const imap_folder_state& folder : folders)
        if (const auto due = folder.refused ? std::nullopt : folder.progress.next_due())
            next = std::min(next, *due);
    const milliseconds least = std::clamp(options.failed_again, milliseconds(1), shortest_wait);
    return std::max(std::chrono::ceil<milliseconds>(next - ports.now()), least);
}

/// Whether a mail of a folder that is only polled may be tried again.
bool imap_inbox::impl::retries_elsewhere() const
{
    return std::any_of(folders.begin() + 1, folders.end(), [this](const imap_folder_state& folder) {
        const auto due = folder.progress.next_due();
        return due && !folder.refused && *due <= ports.now();
    });
}

void imap_inbox::impl::tell_notices()
{
    for (const imap_notice& notice : client.take_notices()) {
        if (alerts.size() >= remembered_alerts_max)
            alerts.clear();
        if (alerts.insert(notice.text).second)
            taker.alarm(notice.code == "ALERT" ? mail_alarm_kind::server_alert : mail_alarm_kind::quota, {}, notice.text);
    }
}

/// Looks at the first folder, or at all of them; the first one last, so that it is the one selected afterwards.
asio::awaitable<bot::result<void>> imap_inbox::impl::round(bool every_folder)
{
    const std::size_t count = every_folder ? folders.size() : 1;
    for (std::size_t i = count; i-- > 0 && !stopping;) {
        const bool select = every_folder || folders[i].refused;
        const auto worked = co_await taker.work(client, folders[i], select, stopping);
        tell_notices();
        if (!worked)
            co_return worked;
    }
    co_return bot::result<void>{};
}

asio::awaitable<bot::result<void>> imap_inbox::impl::look_at_quota()
{
    if (!client.can_tell_quota() || (next_quota && ports.now() < *next_quota))
        co_return bot::result<void>{};
    next_quota = ports.now() + options.quota_every;
    const auto quotas = co_await client.quota(folders.front().name);
    if (!quotas && quotas.error().code != bot::errc::rejected)
        co_return bot::fail(quotas.error().code, quotas.error().detail);
    if (!quotas)
        co_return bot::result<void>{};
    std::uint64_t fullest = 0;
    for (const imap_quota& one : *quotas)
        if (one.limit_kib > 0)
            fullest = std::max(fullest, one.used_kib * 100 / one.limit_kib);
    const bool high = fullest >= static_cast<std::uint64_t>(std::max(options.quota_alarm_percent, 1));
    if (high && !quota_alarmed)
        taker.alarm(mail_alarm_kind::quota, {}, "the mailbox is " + std::to_string(fullest) + " % full");
    quota_alarmed = high;
    co_return bot::result<void>{};
}

asio::awaitable<bot::result<void>> imap_inbox::impl::await_news(milliseconds at_most)
{
    if (!client.can_idle() || folders.front().refused) {
        co_await sleep(std::min(at_most, options.poll_without_idle));
        co_return bot::result<void>{};
    }
    const auto ended = co_await client.idle(std::min(at_most, options.idle_max));
    tell_notices();
    if (!ended && ended.error().code == bot::errc::rejected)
        co_await sleep(std::min(at_most, options.poll_without_idle));
    else if (!ended)
        co_return bot::fail(ended.error().code, ended.error().detail);
    co_return bot::result<void>{};
}

/// The life of a signed-in connection: ends with an error, or when the inbox stops.
asio::awaitable<bot::result<void>> imap_inbox::impl::live()
{
    moment next_poll{};
    for (;;) {
        const bool every_folder = ports.now() >= next_poll || retries_elsewhere();
        now_doing = doing::working;
        const auto worked = co_await round(every_folder);
        if (!worked)
            co_return worked;
        const auto measured = co_await look_at_quota();
        if (!measured)
            co_return measured;
        const bool readable = !folders.front().refused;
        health = {.good = readable, .reason = readable ? "connected" : "folder refused: " + folders.front().name};
        good_at = ports.now();
        if (stopping)
            co_return bot::result<void>{};
        if (every_folder)
            next_poll = ports.now() + between_polls();
        now_doing = doing::waiting;
        const auto waited = co_await await_news(until_next(next_poll));
        if (!waited)
            co_return waited;
        if (stopping)
            co_return bot::result<void>{};
        // IDLE ended by itself or was woken: the connection is alive, look at the folder again.
    }
}

/// Tells what is wrong, and how long to wait before the next connection.
milliseconds imap_inbox::impl::wait_after(const bot::error& why, moment since)
{
    const bool refused = why.code == bot::errc::unauthentic || (why.code == bot::errc::rejected && now_doing == doing::opening);
    bot::log::warning("mail.disconnected", {{"account", options.account}, {"why", why.detail}});
    if (refused) {
        health = {.good = false, .reason = "sign-in refused: " + why.detail};
        taker.alarm(mail_alarm_kind::sign_in, {}, why.detail);
        return refusals.steady(ports.random());
    }
    refusals.reset();
    const bool was_steady = now_doing != doing::opening && ports.now() - since >= options.steady_after;
    if (was_steady)
        network.reset();
    health.reason = "unreachable: " + why.detail;
    if (ports.now() - good_at >= options.unhealthy_after)
        health.good = false;
    return network.jittered(ports.random());
}

imap_inbox::imap_inbox(asio::any_io_executor executor, imap_inbox_options options, inbox_ports ports)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(options), std::move(ports)))
{
}

imap_inbox::~imap_inbox()
{
    stop();
}

asio::awaitable<void> imap_inbox::run()
{
    const auto self = impl_;
    while (!self->stopping && !self->folders.empty()) {
        const auto since = self->ports.now();
        self->now_doing = impl::doing::opening;
        bot::result<void> ended{};
        try {
            ended = co_await self->client.open();
            self->tell_notices();
            if (ended) {
                ++self->counts.connections;
                ended = co_await self->live();
            }
        } catch (const std::exception& failure) { // a hook's: the store is in trouble
            ended = bot::fail(bot::errc::unreachable, failure.what());
        }
        if (self->stopping)
            break;
        const milliseconds wait = ended ? milliseconds(0) : self->wait_after(ended.error(), since);
        self->client.close();
        self->now_doing = impl::doing::nothing;
        co_await self->sleep(wait);
    }
    co_await self->client.leave();
    self->health = {.good = false, .reason = "stopped"};
}

void imap_inbox::stop()
{
    impl_->stopping = true;
    impl_->pause.cancel();
    if (impl_->now_doing == impl::doing::waiting)
        impl_->client.wake();
    if (impl_->now_doing == impl::doing::opening)
        impl_->client.close();
}

inbox_health imap_inbox::healthy() const
{
    inbox_health out = impl_->health;
    // A short break while connecting again is nothing to alarm anybody with; a long one is.
    const bool waiting = impl_->now_doing != impl::doing::working;
    if (out.good && waiting && impl_->ports.now() - impl_->good_at > impl_->options.unhealthy_after + impl_->options.poll_max)
        out.good = false;
    return out;
}

inbox_counts imap_inbox::counts() const
{
    return impl_->counts;
}

} // namespace adapters::email
