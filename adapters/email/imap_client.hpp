#pragma once

#include "adapters/email/endpoint.hpp"
#include "adapters/email/imap_data.hpp"
#include "bot/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace adapters::email {

enum class idle_end : std::uint8_t {
    news,    ///< the folder has changed
    time_up, ///< nothing happened for the time asked
    woken,   ///< by `wake`
};

/// One signed-in IMAP connection; commands one after another, from one coroutine at a time. Errors:
/// `unreachable` and `malformed`: the connection is gone (closed, too slow, broke a limit or the protocol);
/// `unauthentic`: the certificate or our credentials do not hold, the connection is gone;
/// `rejected`: the server said no, the connection stays good (during `open`: it lacks what we insist on, and is gone).
class imap_client {
public:
    imap_client(boost::asio::any_io_executor executor, mail_server where, credentials who, imap_limits limits = {});
    ~imap_client();
    imap_client(const imap_client&) = delete;
    imap_client& operator=(const imap_client&) = delete;

    /// Connects, secures, signs in. With XOAUTH2 a refused token is renewed once.
    boost::asio::awaitable<bot::result<void>> open();
    bool is_open() const;

    /// Folder names are UTF-8.
    boost::asio::awaitable<bot::result<imap_mailbox>> select(std::string folder);
    /// UIDs from `first` on.
    boost::asio::awaitable<bot::result<uid_list>> search_from(std::uint32_t first);
    /// UIDs of mails neither seen nor deleted.
    boost::asio::awaitable<bot::result<uid_list>> search_unseen();
    /// Sizes of those that still exist.
    boost::asio::awaitable<bot::result<std::vector<imap_size>>> sizes(uid_list uids);
    /// Whole mails, without marking them; those gone meanwhile are missing. `bytes` is how much is expected, for the deadline
    /// and for how much is taken at most (twice that and one largest mail).
    boost::asio::awaitable<bot::result<std::vector<imap_mail>>> fetch(uid_list uids, std::size_t bytes);
    boost::asio::awaitable<bot::result<std::vector<imap_mail>>> fetch_headers(uid_list uids);
    boost::asio::awaitable<bot::result<void>> mark_seen(uid_list uids);
    /// MOVE where the server has it, else COPY, \Deleted and UID EXPUNGE. Creates the folder if it is missing.
    boost::asio::awaitable<bot::result<void>> move(uid_list uids, std::string folder);
    boost::asio::awaitable<bot::result<void>> create(std::string folder);
    boost::asio::awaitable<bot::result<void>> noop();
    boost::asio::awaitable<bot::result<std::vector<imap_quota>>> quota(std::string folder);
    /// Waits for news of the selected folder, at most `at_most`. Needs `can_idle`.
    boost::asio::awaitable<bot::result<idle_end>> idle(std::chrono::milliseconds at_most);
    /// Ends an `idle` under way soon; does nothing otherwise.
    void wake();
    /// Says good-bye and closes.
    boost::asio::awaitable<void> leave();
    /// Closes at once; whatever waits fails.
    void close();

    bool can_idle() const;
    bool can_tell_quota() const;
    /// Messages in the selected folder, as last heard.
    std::uint32_t exists() const;
    /// Response code of the last refusal, e.g. "OVERQUOTA", "TRYCREATE"; "" if none.
    const std::string& refusal_code() const;
    /// What the server wanted seen since the last call: texts marked ALERT or OVERQUOTA.
    std::vector<imap_notice> take_notices();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

/// Fetches every mail of a folder in batches, for measurements and one-off imports. `each` gets mail after mail.
struct imap_walk {
    std::size_t mails = 0;
    std::size_t bytes = 0;
};
boost::asio::awaitable<bot::result<imap_walk>> walk_folder(imap_client& client, std::string folder, std::size_t batch,
                                                           std::function<void(imap_mail)> each);

} // namespace adapters::email
