#include "adapters/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <vector>

namespace adapters {

namespace {

/// Looking a child up by its labels costs more than counting: the few there are stay at hand.
class labelled {
public:
    labelled(prometheus::Registry& registry, const std::string& name, const std::string& help, std::string second)
        : family_(prometheus::BuildCounter().Name(name).Help(help).Register(registry)), second_(std::move(second))
    {
    }

    void count(const std::string& channel, const std::string& outcome)
    {
        auto& at = children_[{channel, outcome}];
        if (at == nullptr)
            at = &family_.Add({{"channel", channel}, {second_, outcome}});
        at->Increment();
    }

private:
    prometheus::Family<prometheus::Counter>& family_;
    std::string second_;
    std::map<std::pair<std::string, std::string>, prometheus::Counter*> children_;
};

} // namespace

struct metrics::impl {
    struct reading {
        prometheus::Gauge* gauge;
        std::function<double()> read;
    };

    prometheus::Registry registry;
    labelled events{registry, "sucobot_events_total", "Inbound events by channel and outcome.", "outcome"};
    labelled sends{registry, "sucobot_sends_total", "Tries to send a message by channel and outcome.", "outcome"};
    std::vector<reading> readings;
};

metrics::metrics() : impl_(std::make_unique<impl>()) {}
metrics::~metrics() = default;

void metrics::event(const std::string& channel, const std::string& outcome)
{
    impl_->events.count(channel, outcome);
}

void metrics::send(const std::string& channel, const std::string& outcome)
{
    impl_->sends.count(channel, outcome);
}

void metrics::gauge(const std::string& name, const std::string& help, std::function<double()> read)
{
    auto& family = prometheus::BuildGauge().Name("sucobot_" + name).Help(help).Register(impl_->registry);
    impl_->readings.push_back({&family.Add({}), std::move(read)});
}

std::string metrics::text() const
{
    for (const auto& one : impl_->readings)
        one.gauge->Set(one.read());
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

} // namespace adapters
