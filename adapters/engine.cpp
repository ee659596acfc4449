#include "adapters/engine.hpp"

#include "bot/flow/delivery.hpp"
#include "bot/flow/scheduler.hpp"
#include "bot/log.hpp"
#include "store/outbox.hpp"
#include "store/rule_texts.hpp"
#include "store/timers.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace adapters {

namespace asio = boost::asio;
using bot::flow::handover;
using bot::rules::instant;

namespace {

/// However far the next moment is, look again after so long: the machine's clock may have been set meanwhile, and a command on
/// the shell may have left something to do in the store.
constexpr std::chrono::seconds longest_sleep{30};
/// A round that could not be committed is tried again after so long.
constexpr std::chrono::seconds after_failure{1};

std::string what_of(const std::exception_ptr& error)
{
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& why) {
        return why.what();
    } catch (...) {
        return "unknown";
    }
}

void keep_rule_texts(store::transaction& tx, const bot::flow::knowledge& know, instant now)
{
    store::keep_rule_text(tx, know.rules.fingerprint(), know.rules.to_text(), now);
    for (const auto& [unit, book] : know.unit_rules)
        store::keep_rule_text(tx, book.fingerprint(), book.to_text(), now);
}

} // namespace

struct engine::impl : std::enable_shared_from_this<engine::impl> {
    impl(asio::any_io_executor on, store::commit_queue& queue, bot::flow::knowledge_ptr known, clock time, engine_ports out)
        : executor(std::move(on)), writer(queue), knowledge(std::move(known)), clock(std::move(time)), ports(std::move(out)), alarm(executor)
    {
    }

    asio::any_io_executor executor;
    store::commit_queue& writer;
    bot::flow::knowledge_ptr knowledge;
    adapters::clock clock;
    engine_ports ports;
    asio::steady_timer alarm;
    std::optional<instant> armed_for;
    bool round_under_way = false;
    bool stopped = false;
    std::vector<bot::flow::settlement> settled; ///< not yet given to the writer
    bool settling = false;                      ///< a job with earlier ones is with the writer

    using flow_job = std::function<void(store::transaction&, const bot::flow::knowledge&, instant, handover&)>;

    /// Runs a job of the flow and, after its commit, hands on what it left. `done` is called on the executor.
    void run_flow(flow_job work, std::function<void(std::exception_ptr)> done, store::urgency when)
    {
        auto left = std::make_shared<handover>();
        auto self = shared_from_this();
        auto job = [work = std::move(work), know = knowledge, now = clock.now(), left](store::transaction& tx) {
            *left = {};
            work(tx, *know, now, *left);
        };
        auto after = [self, left, done = std::move(done)](std::exception_ptr error) {
            asio::post(self->executor, [self, left, done, error] {
                if (!error)
                    self->hand_on(*left);
                done(error);
            });
        };
        writer.submit(std::move(job), std::move(after), when);
    }

    void hand_on(handover& left)
    {
        for (const auto id : left.withdrawn)
            ports.withdraw(static_cast<std::int64_t>(id));
        for (auto& message : left.to_send)
            ports.push(std::move(message));
        for (const auto& name : left.doomed_files)
            ports.remove_file(name);
        if (left.attachments_wait)
            ports.attachments_wait();
        if (left.unreachable && ports.unreachable)
            ports.unreachable(std::move(*left.unreachable));
        if (left.quota && ports.quota)
            ports.quota(*left.quota);
        if (left.wake_at)
            arm(*left.wake_at);
    }

    void arm(instant at)
    {
        if (stopped || (armed_for && *armed_for <= at))
            return;
        armed_for = at;
        set_alarm();
    }

    void set_alarm()
    {
        const auto left = clock.real_wait(*armed_for);
        const bool slept_long = left > longest_sleep;
        alarm.expires_after(std::min<std::chrono::milliseconds>(left, longest_sleep));
        alarm.async_wait([self = shared_from_this(), slept_long](boost::system::error_code error) {
            if (!error)
                self->rung(slept_long);
        });
    }

    /// After a long sleep the store is looked at in any case: a command on the shell may have set an earlier timer there.
    void rung(bool slept_long)
    {
        if (stopped || !armed_for)
            return;
        if (clock.now() < *armed_for && !slept_long)
            return set_alarm();
        armed_for.reset();
        round();
    }

    /// The fates that came while an earlier job was under way share the next one: a savepoint each would cost more than they do.
    void settle_next()
    {
        if (settled.empty() || (settling && !stopped))
            return;
        settling = true;
        auto batch = std::make_shared<std::vector<bot::flow::settlement>>(std::exchange(settled, {}));
        auto work = [batch](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
            for (const auto& fate : *batch)
                bot::flow::settle(tx, know, fate, now, left);
        };
        auto done = [self = shared_from_this(), batch](std::exception_ptr error) {
            self->settling = false;
            if (error)
                self->settle_apart(*batch, error);
            self->settle_next();
        };
        run_flow(work, done, store::urgency::may_wait);
    }

    /// One bad apple shall not spoil the others. A row that cannot be settled stays with the sender in the store; after a
    /// restart it is sent again, marked as such.
    void settle_apart(const std::vector<bot::flow::settlement>& batch, const std::exception_ptr& error)
    {
        if (batch.size() == 1)
            return bot::log::error("settle.failed", {{"outbox", batch.front().message.id}, {"why", what_of(error)}});
        for (const auto& fate : batch) {
            auto work = [fate](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
                bot::flow::settle(tx, know, fate, now, left);
            };
            auto done = [id = fate.message.id](std::exception_ptr why) {
                if (why)
                    bot::log::error("settle.failed", {{"outbox", id}, {"why", what_of(why)}});
            };
            run_flow(work, done, store::urgency::may_wait);
        }
    }

    /// Fires what is due and looks for the next moment; goes on at once while more is due.
    void round()
    {
        if (stopped || round_under_way)
            return;
        round_under_way = true;
        auto more = std::make_shared<bool>(false);
        auto next = std::make_shared<std::optional<instant>>();
        auto work = [more, next](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
            const int fired = bot::flow::fire_due_timers(tx, know, now, left);
            auto ready = bot::flow::take_ready(tx, know, now);
            *more = fired == bot::flow::timers_per_run || ready.size() == bot::flow::ready_rows_max;
            std::ranges::move(ready, std::back_inserter(left.to_send));
            const auto timer = store::next_timer_at(tx);
            const auto message = store::next_outbound_at(tx);
            *next = timer && message ? std::min(*timer, *message) : timer ? timer : message;
        };
        auto done = [self = shared_from_this(), more, next](std::exception_ptr error) {
            self->round_under_way = false;
            if (error) {
                bot::log::error("round.failed", {{"why", what_of(error)}});
                return self->arm(self->clock.now() + after_failure);
            }
            if (*more)
                return self->round();
            if (*next)
                self->arm(**next);
        };
        run_flow(work, done, store::urgency::at_once);
    }
};

engine::engine(asio::any_io_executor executor, store::commit_queue& writer, bot::flow::knowledge_ptr knowledge, clock time, engine_ports ports)
    : impl_(std::make_shared<impl>(std::move(executor), writer, std::move(knowledge), std::move(time), std::move(ports)))
{
}

engine::~engine()
{
    stop();
}

void engine::start()
{
    auto work = [](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
        keep_rule_texts(tx, know, now);
        store::recover_outbox(tx, now);
        bot::flow::start_rounds(tx, know, now, left);
    };
    auto done = [self = impl_](std::exception_ptr error) {
        if (error)
            bot::log::error("start.failed", {{"why", what_of(error)}});
        self->round();
    };
    impl_->run_flow(work, done, store::urgency::at_once);
}

void engine::stop()
{
    impl_->stopped = true;
    impl_->alarm.cancel();
    impl_->settle_next();
}

asio::awaitable<acceptance> engine::accept(bot::flow::inbound event)
{
    auto initiate = [self = impl_, event = std::make_shared<bot::flow::inbound>(std::move(event))](auto handler) {
        auto answer = std::make_shared<decltype(handler)>(std::move(handler));
        auto fresh = std::make_shared<bool>(false);
        auto work = [event, fresh](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
            *fresh = bot::flow::receive(tx, know, *event, now, left);
        };
        auto done = [event, fresh, answer](std::exception_ptr error) {
            if (error)
                bot::log::error("event.failed", {{"event", event->event_name}, {"why", what_of(error)}});
            std::move (*answer)(error ? acceptance::failed : *fresh ? acceptance::stored : acceptance::duplicate);
        };
        self->run_flow(work, done, store::urgency::at_once);
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(acceptance)>(std::move(initiate), asio::use_awaitable);
}

void engine::settle(bot::flow::settlement fate)
{
    impl_->settled.push_back(std::move(fate));
    impl_->settle_next();
}

void engine::run(store::job work, std::function<void(bool)> done)
{
    auto after = [self = impl_, done = std::move(done)](std::exception_ptr error) {
        if (error)
            bot::log::error("job.failed", {{"why", what_of(error)}});
        asio::post(self->executor, [done, committed = !error] { done(committed); });
    };
    impl_->writer.submit(std::move(work), std::move(after), store::urgency::at_once);
}

void engine::run_flow(std::function<void(store::transaction&, const bot::flow::knowledge&, instant, handover&)> work)
{
    auto done = [](std::exception_ptr error) {
        if (error)
            bot::log::error("job.failed", {{"why", what_of(error)}});
    };
    impl_->run_flow(std::move(work), done, store::urgency::at_once);
}

void engine::adopt(bot::flow::knowledge_ptr knowledge)
{
    auto self = impl_;
    auto keep = [knowledge, now = self->clock.now()](store::transaction& tx) { keep_rule_texts(tx, *knowledge, now); };
    run(keep, [self, knowledge](bool committed) {
        if (!committed)
            return;
        self->knowledge = knowledge;
        auto plan = [](store::transaction& tx, const bot::flow::knowledge& know, instant now, handover& left) {
            bot::flow::start_rounds(tx, know, now, left);
        };
        auto done = [](std::exception_ptr error) {
            if (error)
                bot::log::error("reload.failed", {{"why", what_of(error)}});
        };
        self->run_flow(plan, done, store::urgency::at_once);
    });
}

const bot::flow::knowledge& engine::knowledge() const
{
    return *impl_->knowledge;
}

void engine::clock_changed()
{
    auto& self = *impl_;
    if (self.stopped || !self.armed_for)
        return;
    self.set_alarm();
}

} // namespace adapters
