#include "adapters/file_loop.hpp"

#include "bot/flow/files.hpp"
#include "bot/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

namespace adapters {

namespace asio = boost::asio;

namespace {

constexpr int files_per_round = 16;
constexpr std::chrono::seconds look_again{10}; ///< real time; tries that failed wait longer in the store

} // namespace

struct file_loop::impl : std::enable_shared_from_this<file_loop::impl> {
    impl(asio::any_io_executor on, engine& tied, zalo::attachment_fetcher& with, std::filesystem::path below, clock time)
        : executor(std::move(on)), core(tied), fetcher(with), folder(std::move(below)), now(std::move(time.now)), pause(executor)
    {
    }

    asio::any_io_executor executor;
    engine& core;
    zalo::attachment_fetcher& fetcher;
    std::filesystem::path folder;
    std::function<bot::rules::instant()> now;
    asio::steady_timer pause;
    bool busy = false;
    bool stopped = false;

    void look()
    {
        if (busy || stopped)
            return;
        busy = true;
        auto waiting = std::make_shared<std::vector<store::attachment>>();
        auto self = shared_from_this();
        core.run([waiting, at = now()](store::transaction& tx) { *waiting = store::pending_attachments(tx, at, files_per_round); },
                 [self, waiting](bool) {
                     if (waiting->empty() || self->stopped) {
                         self->busy = false;
                         return;
                     }
                     auto task = self->fetch_all(std::move(*waiting));
                     asio::co_spawn(self->executor, std::move(task), asio::detached);
                 });
    }

    asio::awaitable<void> fetch_all(std::vector<store::attachment> waiting)
    {
        const auto self = shared_from_this();
        for (const auto& one : waiting) {
            bot::flow::fetched what;
            const auto got = co_await fetcher.fetch(one.url);
            if (got) {
                what.stored = true;
                what.sha256 = got->sha256;
                what.size = static_cast<std::int64_t>(got->size);
                what.path = got->path.filename().string();
            } else {
                what.again = got.error().code == bot::errc::unreachable;
                what.reason = got.error().detail;
                bot::log::warning("attachment.not_fetched", {{"attachment", static_cast<std::int64_t>(one.id)}, {"why", what.reason}});
            }
            core.run_flow([id = one.id, what](store::transaction& tx, const bot::flow::knowledge& know, bot::rules::instant at, bot::flow::handover& left) {
                bot::flow::attachment_fetched(tx, know, id, what, at, left);
            });
        }
        busy = false;
        // A short real pause: what failed waits in the store until its own time.
        pause.expires_after(look_again);
        pause.async_wait([self](boost::system::error_code error) {
            if (!error)
                self->look();
        });
    }
};

file_loop::file_loop(asio::any_io_executor executor, engine& core, zalo::attachment_fetcher& fetcher, std::filesystem::path folder, clock time)
    : impl_(std::make_shared<impl>(std::move(executor), core, fetcher, std::move(folder), std::move(time)))
{
}

file_loop::~file_loop()
{
    stop();
}

void file_loop::wake()
{
    impl_->look();
}

void file_loop::stop()
{
    impl_->stopped = true;
    impl_->pause.cancel();
}

} // namespace adapters
