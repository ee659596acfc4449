#include "adapters/email/backoff.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

constexpr int doublings_max = 24;

std::chrono::milliseconds share(std::chrono::milliseconds whole, double part)
{
    return std::chrono::milliseconds(
        static_cast<std::chrono::milliseconds::rep>(static_cast<double>(whole.count()) * part));
}

} // namespace

std::chrono::milliseconds backoff::limit()
{
    const int doublings = std::min(failures, doublings_max);
    ++failures;
    return std::min<std::chrono::milliseconds>(longest, first * (1LL << doublings));
}

std::chrono::milliseconds backoff::jittered(double random)
{
    return share(limit(), random);
}

std::chrono::milliseconds backoff::steady(double random)
{
    const auto whole = limit();
    return whole + share(whole, random / 10);
}

} // namespace adapters::email
