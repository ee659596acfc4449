#include "adapters/zalo/attachment_fetcher.hpp"

#include "adapters/http/url.hpp"
#include "adapters/zalo/partial_file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace adapters::zalo {

namespace asio = boost::asio;

namespace {

constexpr std::string_view partial_prefix = ".part-";

/// Left over from a run that was killed.
void remove_partial_files(const std::filesystem::path& folder)
{
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with(partial_prefix))
            std::filesystem::remove(entry.path(), ignored);
}

bool is_redirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string redirected(const http::url& from, std::string_view location)
{
    return location.starts_with('/') && !location.starts_with("//") ? from.origin() + std::string(location)
                                                                   : std::string(location);
}

asio::awaitable<bot::result<std::filesystem::path>> keep_on_disk(partial_file& file, std::filesystem::path folder,
                                                                 std::string name)
{
    co_return file.keep(folder, name);
}

} // namespace

attachment_fetcher::attachment_fetcher(http::client& client, asio::any_io_executor disk, fetch_options options)
    : client_(client), disk_(std::move(disk)), options_(std::move(options))
{
    std::filesystem::create_directories(options_.folder);
    remove_partial_files(options_.folder);
}

asio::awaitable<bot::result<void>> attachment_fetcher::download(std::string link, partial_file& into)
{
    const auto until = std::chrono::steady_clock::now() + options_.within;
    for (int hop = 0; hop <= options_.redirects_max; ++hop) {
        const auto allowed = link_allowed(link, options_);
        if (!allowed)
            co_return allowed;
        const auto where = http::parse_url(link);
        http::request what;
        what.target = where->target;
        http::exchange_options how;
        how.exchange = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        how.body_bytes_max = options_.bytes_max;
        how.body_sink = [&into](std::string_view piece) { return into.append(piece); };
        how.address_allowed = [near = options_.loopback](const asio::ip::address& address) {
            return is_public(address) || (near && address.is_loopback());
        };
        if (how.exchange->count() <= 0)
            co_return bot::fail(bot::errc::unreachable, "attachment: timed out");
        const std::string origin = where->origin();
        const auto answer = co_await client_.send(origin, std::move(what), std::move(how));
        if (!answer)
            co_return tl::unexpected(answer.error());
        if (answer->status == 200)
            co_return bot::result<void>();
        const std::string location(http::find(answer->fields, "Location"));
        if (!is_redirect(answer->status) || location.empty()) {
            const bool later = answer->status >= 500 || answer->status == 429;
            const auto code = later ? bot::errc::unreachable : bot::errc::rejected;
            co_return bot::fail(code, "attachment: http " + std::to_string(answer->status));
        }
        link = redirected(*where, location);
    }
    co_return bot::fail(bot::errc::rejected, "attachment: too many redirects");
}

asio::awaitable<bot::result<fetched_file>> attachment_fetcher::fetch(std::string link)
{
    const std::filesystem::path path = options_.folder / (std::string(partial_prefix) + std::to_string(next_++));
    auto file = partial_file::create(path);
    if (!file)
        co_return tl::unexpected(file.error());
    const auto arrived = co_await download(std::move(link), *file);
    if (file->disk_failed())
        co_return bot::fail(bot::errc::unreachable, "attachment: disk full or failing");
    if (!arrived)
        co_return tl::unexpected(arrived.error());
    fetched_file made;
    made.sha256 = file->sha256();
    made.size = file->size();
    made.media_type = sniff_media_type(file->beginning());
    auto keeping = keep_on_disk(*file, options_.folder, made.sha256);
    auto kept = co_await asio::co_spawn(disk_, std::move(keeping), asio::use_awaitable);
    if (!kept)
        co_return tl::unexpected(kept.error());
    made.path = std::move(*kept);
    co_return made;
}

} // namespace adapters::zalo
