#pragma once

#include "adapters/email/folder_progress.hpp"
#include "adapters/email/imap_client.hpp"
#include "adapters/email/imap_inbox.hpp"
#include "adapters/email/inbox.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::email {

/// One folder of an inbox: where it stands and when it was last swept.
struct imap_folder_state {
    std::string name{};
    folder_progress progress{};
    bool loaded = false; ///< the stored position is in `progress`
    bool refused = false; ///< alarmed: the server does not let us select it
    std::chrono::steady_clock::time_point next_sweep{};
};

/// Takes the mails of one folder at a time over a signed-in connection. Lives as long as the inbox.
class imap_taker {
public:
    imap_taker(boost::asio::any_io_executor executor, const imap_inbox_options& options, const inbox_ports& ports,
               inbox_counts& counts)
        : executor_(std::move(executor)), options_(options), ports_(ports), counts_(counts)
    {
    }

    /// Finds what is new in the folder (and what the sweep brings, when it is time), takes it in, marks it. `select` it first
    /// unless it is the one selected. Ends early, after the batch under way, when `stopping` becomes true. An error means that
    /// the connection is gone.
    boost::asio::awaitable<bot::result<void>> work(imap_client& client, imap_folder_state& folder, bool select,
                                                   const bool& stopping);

    void alarm(mail_alarm_kind what, const std::string& folder, std::string detail) const;

private:
    struct batch {
        uid_list uids{};
        std::size_t bytes = 0;
        fetch_way way = fetch_way::together;
        bool oversize = false;
    };
    boost::asio::awaitable<bot::result<bool>> enter(imap_client& client, imap_folder_state& folder);
    boost::asio::awaitable<bot::result<void>> look(imap_client& client, imap_folder_state& folder);
    boost::asio::awaitable<bot::result<void>> take(imap_client& client, imap_folder_state& folder, batch what,
                                                   const std::vector<imap_size>& sizes);
    boost::asio::awaitable<bot::result<void>> mark(imap_client& client, imap_folder_state& folder, uid_list good, uid_list poison);
    boost::asio::awaitable<bot::result<void>> put_away(imap_client& client, const imap_folder_state& folder, uid_list uids,
                                                       std::string target);
    std::vector<batch> batches_of(imap_folder_state& folder, const std::vector<imap_size>& sizes) const;
    void count(acceptance verdict);

    boost::asio::any_io_executor executor_;
    const imap_inbox_options& options_;
    const inbox_ports& ports_;
    inbox_counts& counts_;
};

} // namespace adapters::email
