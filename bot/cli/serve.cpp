#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "bot/cli/service.hpp"
#include "bot/log.hpp"
#include "store/database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <iostream>

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds lock_poll{1};

/// Waits until no other instance runs on the database: a second one started by mistake idles and sends nothing (scenario D8).
asio::awaitable<std::optional<store::instance_lock>> be_the_one(std::filesystem::path database, const bool& stopping)
{
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer pause(executor);
    bool said = false;
    while (!stopping) {
        auto lock = store::instance_lock::try_acquire(database);
        if (lock)
            co_return std::move(lock);
        if (!said)
            bot::log::warning("instance.waiting", {{"why", "another instance runs on this database"}});
        said = true;
        pause.expires_after(lock_poll);
        co_await pause.async_wait(asio::use_awaitable);
    }
    co_return std::nullopt;
}

void reload(service& running, const std::filesystem::path& config_file)
{
    auto fresh = load(config_file);
    if (!fresh.knowledge) {
        print(fresh.faults);
        bot::log::error("reload.refused", {{"faults", fresh.faults.size()}});
        return;
    }
    running.adopt(fresh.knowledge);
    bot::log::info("reloaded");
}

asio::awaitable<void> run(asio::io_context& io, loaded& all, const std::filesystem::path& config_file, int& status)
{
    const auto executor = co_await asio::this_coro::executor;
    asio::signal_set stop_signals(executor, SIGTERM, SIGINT);
    asio::signal_set reload_signal(executor, SIGHUP);
    bool stopping = false;
    auto request_stop = [&stopping](boost::system::error_code error, int) { stopping = stopping || !error; };
    stop_signals.async_wait(request_stop);
    if (all.settings.database.has_parent_path())
        std::filesystem::create_directories(all.settings.database.parent_path());
    const auto lock = co_await be_the_one(all.settings.database, stopping);
    if (!lock)
        co_return;
    stop_signals.cancel();

    service running(io, all.settings, all.knowledge, adapters::machine_clock());
    running.start();
    std::function<void()> wait_for_reload;
    wait_for_reload = [&] {
        reload_signal.async_wait([&](boost::system::error_code error, int) {
            if (error)
                return;
            reload(running, config_file);
            wait_for_reload();
        });
    };
    wait_for_reload();
    co_await stop_signals.async_wait(asio::use_awaitable);
    reload_signal.cancel();
    co_await running.stop();
    status = 0;
}

} // namespace

int failed(const std::string& what)
{
    std::cerr << "sucobot: " << what << '\n';
    return 1;
}

int serve(const std::filesystem::path& config_file)
{
    auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    asio::io_context io(1);
    int status = 1;
    std::exception_ptr error;
    auto done = [&error](std::exception_ptr thrown) { error = thrown; };
    auto task = run(io, all, config_file, status);
    asio::co_spawn(io, std::move(task), done);
    io.run();
    if (error)
        std::rethrow_exception(error);
    return status;
}

} // namespace cli
