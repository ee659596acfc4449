#include "adapters/sandbox/wall_clock.hpp"

#include <cmath>

namespace adapters::sandbox {

wall_clock::wall_clock()
    : wall_clock(std::chrono::time_point_cast<bot::rules::duration>(std::chrono::system_clock::now()))
{
}

wall_clock::wall_clock(bot::rules::instant start) : at_(start), since_(std::chrono::steady_clock::now()) {}

bot::rules::instant wall_clock::now() const
{
    const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - since_;
    return at_ + bot::rules::duration{std::llround(passed.count() * speed_)};
}

double wall_clock::speed() const
{
    return speed_;
}

void wall_clock::set_speed(double times)
{
    at_ = now();
    since_ = std::chrono::steady_clock::now();
    speed_ = times;
}

void wall_clock::jump(bot::rules::duration ahead)
{
    if (ahead > bot::rules::duration::zero())
        at_ += ahead;
}

} // namespace adapters::sandbox
