#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace adapters {

/// Counters and gauges under the prefix `sucobot_`, as Prometheus reads them.
class metrics {
public:
    metrics();
    ~metrics();

    void event(const std::string& channel, const std::string& outcome);   ///< sucobot_events_total
    void send(const std::string& channel, const std::string& outcome);    ///< sucobot_sends_total
    /// A value read whenever the page is asked for.
    void gauge(const std::string& name, const std::string& help, std::function<double()> read);

    std::string text() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace adapters
