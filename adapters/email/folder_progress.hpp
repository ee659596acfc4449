#pragma once

#include "adapters/email/imap_data.hpp"
#include "adapters/email/inbox.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace adapters::email {

/// How a mail is to be fetched, after the troubles there were with it.
enum class fetch_way : std::uint8_t {
    together, ///< in a batch
    alone,    ///< a batch with it broke the connection
    header,   ///< alone it broke the connection again and again
};

/// What is known of the mails of one folder: which are settled, which wait, which go wrong. Pure.
class folder_progress {
public:
    using moment = std::chrono::steady_clock::time_point;

    folder_progress() = default;
    explicit folder_progress(position stored) : uidvalidity_(stored.uidvalidity), known_(stored.last_uid), settled_(stored.last_uid) {}

    /// The folder was selected. True when its UIDs have nothing to do with those of before: all is read anew.
    bool selected(std::uint32_t uidvalidity);

    /// Mails from this UID on are unknown.
    std::uint32_t next_uid() const { return known_ + 1; }
    /// What a search from `next_uid` found.
    void found(const uid_list& uids);
    /// What the sweep found: mails below `next_uid` that are not marked, whoever left them so.
    void found_unseen(const uid_list& uids);

    /// Mails to fetch now, those without trouble first; at most `mails_max`.
    uid_list due(moment now, std::size_t mails_max) const;
    /// When a mail that failed may be tried again; nothing when none waits.
    std::optional<moment> next_due() const;
    fetch_way way_of(std::uint32_t uid) const;
    /// How often fetching a mail broke the connection.
    int troubles_of(std::uint32_t uid) const;

    void gone(std::uint32_t uid) { drop(uid); }
    void settled(std::uint32_t uid);
    void failed(std::uint32_t uid, moment again);
    /// The connection broke while these were fetched. Those given up for good, which nobody sees again until a restart.
    uid_list troubled(const uid_list& uids, moment again);

    /// Settled, but not marked on the server yet.
    uid_list unmarked() const { return {unmarked_.begin(), unmarked_.end()}; }
    void marked(const uid_list& uids);

    position where() const { return {.uidvalidity = uidvalidity_, .last_uid = settled_}; }
    std::size_t open() const { return open_.size(); }

private:
    struct waiting {
        moment not_before{};
        int troubles = 0;
        bool swept = false; ///< lies below the position: does not hold it back
    };
    void drop(std::uint32_t uid);
    void advance();

    std::uint32_t uidvalidity_ = 0;
    std::uint32_t known_ = 0;   ///< every UID up to here is settled, open or nobody's
    std::uint32_t settled_ = 0; ///< every UID up to here is settled or nobody's; never falls
    std::map<std::uint32_t, waiting> open_{};
    std::set<std::uint32_t> unmarked_{};
    std::set<std::uint32_t> given_up_{};
};

} // namespace adapters::email
