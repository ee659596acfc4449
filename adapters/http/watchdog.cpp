#include "adapters/http/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http {

watchdog::watchdog(boost::asio::any_io_executor executor, std::chrono::milliseconds period)
    : timer_(std::move(executor)), period_(period)
{
}

std::chrono::milliseconds watchdog::period_for(std::chrono::milliseconds shortest)
{
    return std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

void watchdog::add(watched& one)
{
    all_.push_back(&one);
    arm();
}

void watchdog::remove(watched& one)
{
    const auto found = std::find(all_.begin(), all_.end(), &one);
    if (found == all_.end())
        return;
    *found = all_.back();
    all_.pop_back();
    if (all_.empty())
        timer_.cancel();
}

void watchdog::expire_all()
{
    for (watched* one : all_)
        one->expire();
}

void watchdog::arm()
{
    if (armed_)
        return;
    armed_ = true;
    timer_.expires_after(period_);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code&) {
        const auto self = weak.lock();
        if (!self)
            return;
        self->armed_ = false;
        if (!self->all_.empty())
            self->sweep();
    });
}

void watchdog::sweep()
{
    const auto now = watched::clock::now();
    for (watched* one : all_)
        if (one->deadline <= now)
            one->expire();
    arm();
}

} // namespace adapters::http
