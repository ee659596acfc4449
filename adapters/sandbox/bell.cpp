#include "adapters/sandbox/bell.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace adapters::sandbox {

namespace asio = boost::asio;

asio::awaitable<bool> bell::wait(std::chrono::milliseconds at_most)
{
    const auto place = waiting_.emplace(waiting_.end(), executor_, at_most);
    // Also when the waiting coroutine is destroyed instead of resumed.
    struct leave {
        std::list<asio::steady_timer>& all;
        std::list<asio::steady_timer>::iterator place;
        ~leave() { all.erase(place); }
    };
    const leave at_end{waiting_, place};
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    const auto result = co_await place->async_wait(quietly);
    co_return std::get<0>(result) == asio::error::operation_aborted;
}

void bell::ring()
{
    for (asio::steady_timer& one : waiting_)
        one.cancel();
}

} // namespace adapters::sandbox
