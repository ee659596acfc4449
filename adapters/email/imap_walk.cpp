#include "adapters/email/imap_client.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;

namespace {

template <class T>
tl::unexpected<bot::error> failed(const bot::result<T>& with)
{
    return bot::fail(with.error().code, with.error().detail);
}

} // namespace

asio::awaitable<bot::result<imap_walk>> walk_folder(imap_client& client, std::string folder, std::size_t batch,
                                                    std::function<void(imap_mail)> each)
{
    const auto chosen = co_await client.select(std::move(folder));
    if (!chosen)
        co_return failed(chosen);
    const auto found = co_await client.search_from(1);
    if (!found)
        co_return failed(found);
    const auto sizes = co_await client.sizes(*found);
    if (!sizes)
        co_return failed(sizes);
    imap_walk walk;
    const std::size_t step = std::max<std::size_t>(batch, 1);
    for (std::size_t at = 0; at < sizes->size(); at += step) {
        uid_list uids;
        std::size_t bytes = 0;
        for (std::size_t i = at; i < std::min(at + step, sizes->size()); ++i) {
            uids.push_back((*sizes)[i].uid);
            bytes += (*sizes)[i].bytes;
        }
        auto mails = co_await client.fetch(std::move(uids), bytes);
        if (!mails)
            co_return failed(mails);
        for (imap_mail& mail : *mails) {
            ++walk.mails;
            walk.bytes += mail.raw.size();
            each(std::move(mail));
        }
    }
    co_return walk;
}

} // namespace adapters::email
