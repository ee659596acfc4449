#pragma once

#include <chrono>

namespace adapters::email {

/// How long to wait after each failure in a row.
struct backoff {
    std::chrono::milliseconds first;
    std::chrono::milliseconds longest;
    int failures = 0;

    /// Notes a failure. Somewhere between nothing and the doubled limit ("full jitter"), so that many clients of a server
    /// that comes back do not come at once. `random` in [0, 1).
    std::chrono::milliseconds jittered(double random);
    /// Notes a failure. The doubled limit itself and up to a tenth more: a wait that may not be cut short.
    std::chrono::milliseconds steady(double random);
    void reset() { failures = 0; }

private:
    std::chrono::milliseconds limit();
};

} // namespace adapters::email
