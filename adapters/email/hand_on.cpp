#include "adapters/email/hand_on.hpp"

#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);

struct gathering {
    gathering(const asio::any_io_executor& executor, accept_hook hook, std::size_t mails)
        : accept(std::move(hook)), verdicts(mails, acceptance::failed), open(mails), all_told(executor)
    {
    }
    accept_hook accept;
    std::vector<acceptance> verdicts;
    std::size_t open;
    asio::steady_timer all_told;
};

asio::awaitable<void> hand_on_one(std::shared_ptr<gathering> all, received_mail mail, std::size_t at)
{
    try {
        const acceptance verdict = co_await all->accept(std::move(mail));
        all->verdicts[at] = verdict;
    } catch (const std::exception& failure) {
        bot::log::error("mail.accept_failed", {{"why", failure.what()}});
    }
    if (--all->open == 0)
        all->all_told.cancel();
}

} // namespace

asio::awaitable<std::vector<acceptance>> hand_on(asio::any_io_executor executor, accept_hook accept, std::vector<received_mail> mails)
{
    const auto all = std::make_shared<gathering>(executor, std::move(accept), mails.size());
    for (std::size_t at = 0; at < mails.size(); ++at) {
        auto one = hand_on_one(all, std::move(mails[at]), at);
        asio::co_spawn(executor, std::move(one), [](const std::exception_ptr&) {});
    }
    while (all->open > 0) {
        all->all_told.expires_at(asio::steady_timer::time_point::max());
        const auto [told] = co_await all->all_told.async_wait(awaitable_tuple);
        static_cast<void>(told);
    }
    co_return std::move(all->verdicts);
}

std::string_view header_of(std::string_view raw, std::size_t bytes_max)
{
    const auto crlf = raw.find("\r\n\r\n");
    const auto lf = raw.substr(0, crlf).find("\n\n");
    std::size_t end = raw.size();
    if (lf != std::string_view::npos)
        end = lf + 2;
    else if (crlf != std::string_view::npos)
        end = crlf + 4;
    return raw.substr(0, std::min(end, bytes_max));
}

} // namespace adapters::email
