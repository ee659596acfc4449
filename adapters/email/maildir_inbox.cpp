#include "adapters/email/maildir_inbox.hpp"

#include "adapters/email/hand_on.hpp"
#include "adapters/email/maildir.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t notice_bytes = 4'096;

} // namespace

struct maildir_inbox::impl : std::enable_shared_from_this<maildir_inbox::impl> {
    impl(asio::any_io_executor on, maildir_inbox_options with, inbox_ports tied)
        : executor(on), options(std::move(with)), ports(std::move(tied)), pause(on), watcher(on)
    {
        health.reason = "starting";
    }

    asio::any_io_executor executor;
    maildir_inbox_options options;
    inbox_ports ports;
    inbox_counts counts{};
    inbox_health health{};
    asio::steady_timer pause;
    asio::posix::stream_descriptor watcher;
    std::array<char, notice_bytes> notices{};
    std::map<std::string, std::chrono::steady_clock::time_point> waiting{}; ///< mails that failed, and when they are due again
    bool stopping = false;
    bool poked = false; ///< something came while nobody waited

    bot::result<void> prepare();
    void watch();
    void hear();
    received_mail as_received(const std::string& file, maildir_mail mail) const;
    std::vector<received_mail> next_batch(const std::vector<std::string>& files, std::size_t& at);
    void settle(const std::string& file, acceptance verdict);
    asio::awaitable<bot::result<void>> round();
    milliseconds until_next() const;
};

bot::result<void> maildir_inbox::impl::prepare()
{
    const auto own = make_maildir(options.folder);
    if (!own)
        return own;
    return make_maildir(options.folder / ("." + options.failed_folder));
}

/// Waits for notices of new files. Without inotify the poll alone has to do.
void maildir_inbox::impl::watch()
{
    const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (descriptor < 0)
        return;
    boost::system::error_code failure;
    watcher.assign(descriptor, failure);
    if (::inotify_add_watch(descriptor, (options.folder / "new").c_str(), IN_MOVED_TO | IN_CLOSE_WRITE) < 0)
        bot::log::warning("mail.maildir_unwatched", {{"account", options.account}});
    else
        hear();
}

void maildir_inbox::impl::hear()
{
    watcher.async_read_some(asio::buffer(notices), [weak = weak_from_this()](const boost::system::error_code& failure, std::size_t) {
        const auto self = weak.lock();
        if (!self || failure || self->stopping)
            return;
        self->poked = true;
        self->pause.cancel();
        self->hear();
    });
}

received_mail maildir_inbox::impl::as_received(const std::string& file, maildir_mail mail) const
{
    received_mail out{.account = options.account, .folder = {}, .uidvalidity = 0, .uid = 0, .file = file};
    out.size = mail.size;
    out.oversize = mail.size > options.mail_bytes_max;
    if (out.oversize)
        mail.raw.resize(header_of(mail.raw, options.header_bytes_max).size());
    out.raw = std::move(mail.raw);
    return out;
}

/// Reads mails from `files[at]` on until a batch is full; `at` moves on.
std::vector<received_mail> maildir_inbox::impl::next_batch(const std::vector<std::string>& files, std::size_t& at)
{
    std::vector<received_mail> batch;
    std::size_t bytes = 0;
    for (; at < files.size() && batch.size() < options.batch_mails_max && bytes < options.batch_bytes_max; ++at) {
        const auto found = waiting.find(files[at]);
        if (found != waiting.end() && ports.now() < found->second)
            continue;
        auto mail = read_new(options.folder, files[at], options.mail_bytes_max + 1);
        if (!mail) {
            bot::log::warning("mail.unreadable", {{"account", options.account}, {"why", mail.error().detail}});
            waiting[files[at]] = ports.now() + options.failed_again;
            continue;
        }
        bytes += mail->raw.size();
        batch.push_back(as_received(files[at], std::move(*mail)));
    }
    return batch;
}

void maildir_inbox::impl::settle(const std::string& file, acceptance verdict)
{
    std::filesystem::path to = options.folder;
    switch (verdict) {
    case acceptance::stored: ++counts.stored; break;
    case acceptance::duplicate: ++counts.duplicates; break;
    case acceptance::failed:
        ++counts.failed;
        waiting[file] = ports.now() + options.failed_again;
        return;
    case acceptance::quarantine:
        ++counts.quarantined;
        to /= "." + options.failed_folder;
        if (ports.alarm)
            ports.alarm({.what = mail_alarm_kind::poison,
                         .account = options.account,
                         .folder = {},
                         .detail = "mail " + printable(file) + " was put aside"});
        break;
    }
    const auto moved = move_to_cur(options.folder, file, to);
    if (moved) {
        waiting.erase(file);
        ++counts.marked;
        return;
    }
    // It stays in new: handed on again later, the bot knows it as a duplicate.
    bot::log::warning("mail.not_marked", {{"account", options.account}, {"why", moved.error().detail}});
    waiting[file] = ports.now() + options.failed_again;
}

asio::awaitable<bot::result<void>> maildir_inbox::impl::round()
{
    const auto files = new_mails(options.folder);
    if (!files)
        co_return bot::fail(files.error().code, files.error().detail);
    // What somebody else took away is nobody's business any more.
    std::erase_if(waiting, [&files](const auto& one) { return !std::binary_search(files->begin(), files->end(), one.first); });
    for (std::size_t at = 0; at < files->size() && !stopping;) {
        std::vector<received_mail> batch = next_batch(*files, at);
        if (batch.empty())
            continue;
        std::vector<std::string> names;
        for (const received_mail& one : batch)
            names.push_back(one.file);
        counts.handed_on += batch.size();
        const auto verdicts = co_await hand_on(executor, ports.accept, std::move(batch));
        for (std::size_t i = 0; i < verdicts.size(); ++i)
            settle(names[i], verdicts[i]);
    }
    co_return bot::result<void>{};
}

milliseconds maildir_inbox::impl::until_next() const
{
    milliseconds wait = options.poll;
    for (const auto& [file, due] : waiting)
        wait = std::min(wait, std::chrono::ceil<milliseconds>(due - ports.now()));
    return std::max(wait, milliseconds(1));
}

maildir_inbox::maildir_inbox(asio::any_io_executor executor, maildir_inbox_options options, inbox_ports ports)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(options), std::move(ports)))
{
}

maildir_inbox::~maildir_inbox()
{
    stop();
}

asio::awaitable<void> maildir_inbox::run()
{
    const auto self = impl_;
    bool prepared = false;
    while (!self->stopping) {
        self->poked = false;
        auto good = self->prepare();
        if (good && !std::exchange(prepared, true))
            self->watch();
        if (good)
            good = co_await self->round();
        self->health = {.good = good.has_value(), .reason = "connected"};
        if (!good)
            self->health.reason = "unreachable: " + good.error().detail;
        if (self->stopping || self->poked)
            continue;
        self->pause.expires_after(self->until_next());
        const auto [ended] = co_await self->pause.async_wait(awaitable_tuple);
        static_cast<void>(ended);
    }
    self->health = {.good = false, .reason = "stopped"};
}

void maildir_inbox::stop()
{
    impl_->stopping = true;
    impl_->pause.cancel();
    boost::system::error_code ignored;
    impl_->watcher.close(ignored);
}

inbox_health maildir_inbox::healthy() const
{
    return impl_->health;
}

inbox_counts maildir_inbox::counts() const
{
    return impl_->counts;
}

} // namespace adapters::email
