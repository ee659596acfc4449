#include "adapters/dispatcher.hpp"

#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace adapters {

namespace asio = boost::asio;
using bot::flow::send_class;
using bot::flow::send_outcome;
using bot::flow::sending;
using bot::rules::instant;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
/// The bot's clock may run faster than the wall's (demo) or be set: look at it again after at most this.
constexpr std::chrono::milliseconds look_again{1'000};

} // namespace

struct dispatcher::impl : std::enable_shared_from_this<dispatcher::impl> {
    impl(asio::any_io_executor where, bot::flow::send_limits limits, dispatcher_ports with)
        : executor(std::move(where)), queue(limits), ports(std::move(with)), timer(executor), drained(executor)
    {
    }

    asio::any_io_executor executor;
    bot::flow::send_queue queue;
    dispatcher_ports ports;
    asio::steady_timer timer;
    asio::steady_timer drained;
    bool pump_posted = false;
    bool stopping = false;

    void pump_soon();
    void pump();
    void sleep_until(instant at, instant now);
    asio::awaitable<void> try_one(sending what);
    void tried(const sending& what, send_outcome outcome);
};

/// Many pushes in a row (one commit's replies) are looked at together, and never from within the caller.
void dispatcher::impl::pump_soon()
{
    if (pump_posted || stopping)
        return;
    pump_posted = true;
    asio::post(executor, [self = shared_from_this()] {
        self->pump_posted = false;
        self->pump();
    });
}

void dispatcher::impl::pump()
{
    if (stopping)
        return;
    const instant now = ports.now();
    while (auto one = queue.next(now)) {
        const auto end = [self = shared_from_this()](const std::exception_ptr& failure) {
            if (failure)
                bot::log::error("dispatch.failed");
        };
        asio::co_spawn(executor, try_one(std::move(*one)), end);
    }
    if (const auto at = queue.wake_at(now))
        sleep_until(*at, now);
}

void dispatcher::impl::sleep_until(instant at, instant now)
{
    auto wake = [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->pump();
    };
    if (ports.wake_at) {
        ports.wake_at(at, std::move(wake));
        return;
    }
    timer.expires_after(std::clamp<std::chrono::milliseconds>(at - now, std::chrono::milliseconds(1), look_again));
    timer.async_wait([wake = std::move(wake)](const boost::system::error_code& cancelled) {
        if (!cancelled)
            wake();
    });
}

asio::awaitable<void> dispatcher::impl::try_one(sending what)
{
    send_outcome outcome;
    sending copy = what;
    try {
        outcome = co_await ports.send(std::move(copy));
    } catch (const std::exception& failure) {
        outcome.what = send_class::ambiguous;
        outcome.detail = failure.what();
    }
    tried(what, std::move(outcome));
}

void dispatcher::impl::tried(const sending& what, send_outcome outcome)
{
    if (ports.attempted)
        ports.attempted(what, outcome);
    auto fate = queue.settled(what.message.id, std::move(outcome), ports.now());
    if (fate)
        ports.settle(std::move(*fate));
    if (queue.in_flight() == 0)
        drained.cancel();
    pump();
}

dispatcher::dispatcher(asio::any_io_executor executor, bot::flow::send_limits limits, dispatcher_ports ports)
    : impl_(std::make_shared<impl>(std::move(executor), limits, std::move(ports)))
{
}

dispatcher::~dispatcher()
{
    impl_->stopping = true;
    impl_->timer.cancel();
}

bool dispatcher::push(bot::flow::outbound message)
{
    const bool fresh = impl_->queue.push(std::move(message), impl_->ports.now());
    impl_->pump_soon();
    return fresh;
}

bool dispatcher::cancel(std::int64_t id)
{
    return impl_->queue.cancel(id);
}

asio::awaitable<void> dispatcher::stop(std::chrono::milliseconds grace)
{
    const auto self = impl_;
    self->stopping = true;
    self->timer.cancel();
    if (self->queue.in_flight() == 0)
        co_return;
    self->drained.expires_after(grace);
    const auto [ignored] = co_await self->drained.async_wait(awaitable_tuple);
    static_cast<void>(ignored);
}

std::size_t dispatcher::size() const
{
    return impl_->queue.size();
}

std::size_t dispatcher::in_flight() const
{
    return impl_->queue.in_flight();
}

} // namespace adapters
