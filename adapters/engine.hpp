#pragma once

#include "adapters/clock.hpp"
#include "bot/flow/intake.hpp"
#include "bot/flow/knowledge.hpp"
#include "bot/flow/send_queue.hpp"
#include "bot/flow/work.hpp"
#include "store/writer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace adapters {

enum class acceptance : std::uint8_t { stored, duplicate, failed };

/// What the engine asks of the channels; called on the executor's thread.
struct engine_ports {
    std::function<void(bot::flow::outbound)> push; ///< to the sender
    std::function<void(std::int64_t id)> withdraw;
    std::function<void()> attachments_wait;
    std::function<void(const std::string& name)> remove_file; ///< of an erased attachment
    std::function<void(std::vector<store::unreachable>)> unreachable{}; ///< all flags on people's channels, when one has changed
    std::function<void(const bot::flow::quota_figures&)> quota{};
};

/// Ties the flow to the writer and the clock: events go in as one job each and are answered after their commit; what a
/// committed job leaves behind is handed to the channels; timers and delayed messages are woken when their time comes.
/// Everything here runs on one executor; only the jobs themselves run on the writer's thread.
class engine {
public:
    engine(boost::asio::any_io_executor executor, store::commit_queue& writer, bot::flow::knowledge_ptr knowledge, clock time,
           engine_ports ports);
    ~engine();

    /// Takes up what an earlier run left: messages that were with the sender, timers that came meanwhile.
    void start();
    /// No new jobs; those under way still end.
    void stop();

    /// Completes after the event is durable, or has failed to become so.
    boost::asio::awaitable<acceptance> accept(bot::flow::inbound event);

    /// The fate of a message.
    void settle(bot::flow::settlement fate);

    /// A job of an adapter's own; `done` is called on the executor with whether it was committed.
    void run(store::job work, std::function<void(bool committed)> done);
    /// A job of the flow: what it leaves is handed on after the commit.
    void run_flow(std::function<void(store::transaction&, const bot::flow::knowledge&, bot::rules::instant, bot::flow::handover&)> work);

    /// From the next job on. Its rule texts are kept in the store first.
    void adopt(bot::flow::knowledge_ptr knowledge);
    const bot::flow::knowledge& knowledge() const;

    /// The clock was turned or runs at another speed.
    void clock_changed();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace adapters
