#pragma once

#include "adapters/email/imap_data.hpp"
#include "bot/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace adapters::email {

/// A command without its tag, and what its replies may bring. Those that take a folder's name fail with `rejected` for a
/// name that cannot be sent.
struct imap_command {
    enum class kind : std::uint8_t { plain, select, search, sizes, mails, quota, idle, leave };
    kind what = kind::plain;
    std::string text{};
    uid_list uids{};                 ///< of `sizes` and `mails`: the only ones that may come
    std::size_t mail_bytes_max = 0;  ///< of `mails`: each is asked for up to this length
    std::size_t bytes_max = 0;       ///< of `mails`: all together
};

bot::result<imap_command> imap_select(const std::string& folder);
bot::result<imap_command> imap_create(const std::string& folder);
bot::result<imap_command> imap_quota_root(const std::string& folder);
bot::result<imap_command> imap_move(const uid_list& uids, const std::string& folder);
bot::result<imap_command> imap_copy(const uid_list& uids, const std::string& folder);
imap_command imap_search_from(std::uint32_t first);
imap_command imap_search_unseen();
imap_command imap_sizes(uid_list uids);
/// Asked for as a piece from the start, so that a server that understated a size cannot send more than the limit.
imap_command imap_fetch(uid_list uids, std::size_t mail_bytes_max, std::size_t bytes_max);
imap_command imap_fetch_headers(uid_list uids, std::size_t header_bytes_max);
/// `flag` is \Seen or \Deleted.
imap_command imap_add_flag(const uid_list& uids, const std::string& flag);
imap_command imap_expunge(const uid_list& uids);
imap_command imap_noop();
imap_command imap_idle();
imap_command imap_logout();

} // namespace adapters::email
