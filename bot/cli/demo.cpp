#include "bot/cli/commands.hpp"
#include "bot/cli/demo_story.hpp"
#include "bot/cli/demo_world.hpp"
#include "bot/cli/load.hpp"
#include "bot/cli/service.hpp"
#include "bot/log.hpp"

#include "adapters/sandbox/server.hpp"
#include "adapters/sandbox/wall_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <iostream>

namespace cli {

namespace asio = boost::asio;

namespace {

/// The demo's clock: the sandbox's page turns it, the bot lives by it.
class shared_clock final : public adapters::sandbox::clock_control {
public:
    explicit shared_clock(double speed) { inner_.set_speed(speed); }

    bot::rules::instant now() const override { return inner_.now(); }
    double speed() const override { return inner_.speed(); }
    void set_speed(double times) override
    {
        inner_.set_speed(times);
        changed();
    }
    void jump(bot::rules::duration ahead) override
    {
        inner_.jump(ahead);
        changed();
    }

    adapters::clock for_bot()
    {
        return {.now = [this] { return now(); },
                .real_wait =
                    [this](bot::rules::instant at) {
                        const auto ahead = std::max(bot::rules::duration{0}, at - now());
                        return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(ahead.count()) / speed()) + 1);
                    }};
    }

    std::function<void()> on_change;

private:
    void changed() const
    {
        if (on_change)
            on_change();
    }

    adapters::sandbox::wall_clock inner_;
};

std::filesystem::path temporary_folder()
{
    return std::filesystem::temp_directory_path() / ("sucobot-demo-" + std::to_string(::getpid()));
}

asio::awaitable<void> run_demo(asio::io_context& io, const demo_options& options, int& status)
{
    const auto executor = co_await asio::this_coro::executor;
    auto world = make_demo_world(temporary_folder(), data_folder());
    shared_clock clock(options.speed);
    world.sandbox.port = options.once ? 0 : options.port;
    adapters::sandbox::server phones(executor, world.sandbox, clock);
    auto& mails = phones.add_mailbox(world.vendor);
    phones.start();
    world.settings.zalo->openapi_base = world.settings.zalo->oauth_base = world.settings.zalo->business_base = phones.base();

    bot::rules::problems faults;
    const auto knowledge = load_knowledge(world.settings, faults);
    if (!knowledge) {
        print(faults);
        status = 2;
        co_return;
    }
    service running(io, world.settings, knowledge, clock.for_bot());
    running.start();
    clock.on_change = [&running] { running.clock_changed(); };
    phones.set_webhook_url("http://127.0.0.1:" + std::to_string(running.port()) + "/webhooks/zalo");
    const bool reachable = co_await phones.probe();
    if (!reachable) {
        status = failed("the webhook did not answer the sandbox's probe");
    } else if (options.once) {
        const bool held = co_await play_story(phones, mails, clock, clock.on_change);
        status = held ? 0 : 1;
    } else {
        std::cout << "Trang demo: " << phones.base() << "/\nCtrl-C để dừng.\n" << std::flush;
        asio::signal_set stop_signals(executor, SIGTERM, SIGINT);
        co_await stop_signals.async_wait(asio::use_awaitable);
        status = 0;
    }
    clock.on_change = {};
    co_await running.stop();
    co_await phones.stop();
    std::filesystem::remove_all(world.settings.database.parent_path());
}

} // namespace

int demo(const demo_options& options)
{
    bot::log::threshold(bot::log::level::warning);
    asio::io_context io(1);
    int status = 1;
    std::exception_ptr error;
    auto done = [&error, &io](std::exception_ptr thrown) {
        error = thrown;
        io.stop();
    };
    auto task = run_demo(io, options, status);
    asio::co_spawn(io, std::move(task), done);
    io.run();
    if (error)
        std::rethrow_exception(error);
    return status;
}

int run_sandbox(std::uint16_t port, const std::string& webhook_url)
{
    asio::io_context io(1);
    adapters::sandbox::wall_clock clock;
    auto setup = make_demo_world(temporary_folder(), data_folder()).sandbox;
    setup.port = port;
    setup.webhook_url = webhook_url;
    adapters::sandbox::server phones(io.get_executor(), setup, clock);
    phones.start();
    std::cout << "sandbox: " << phones.base() << "/\napp_id " << setup.app_id << ", oa_id " << setup.oa_id << ", app_secret " << setup.app_secret
              << ", oa_secret_key " << setup.oa_secret_key << ", refresh_token " << setup.refresh_token << '\n'
              << std::flush;
    asio::signal_set stop_signals(io, SIGTERM, SIGINT);
    stop_signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
    io.run();
    return 0;
}

} // namespace cli
