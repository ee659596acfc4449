#pragma once

#include "adapters/email/alarm.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace adapters::email {

/// One mail as it lies in a mailbox.
struct received_mail {
    std::string account{}; ///< name of the mailbox in our configuration
    std::string folder{};  ///< UTF-8; "" for a Maildir's own inbox
    std::uint32_t uidvalidity = 0; ///< 0 in a Maildir
    std::uint32_t uid = 0;         ///< 0 in a Maildir
    std::string file{};            ///< unique name in a Maildir; "" over IMAP
    std::string raw{};             ///< the bytes as delivered; of an over-size mail the header alone
    std::size_t size = 0;          ///< of the whole mail, as the server says
    bool oversize = false;         ///< too large to be fetched, or it could not be fetched whole: `raw` is the header
    /// Every mail up to this UID is settled: what may be saved as `position::last_uid` together with this mail. Trails
    /// `uid`, since mails before this one may still fail.
    std::uint32_t settled_uid = 0;
};

/// What became of a mail that was handed on.
enum class acceptance : std::uint8_t {
    stored,     ///< durable: mark it
    duplicate,  ///< was here before: mark it likewise
    failed,     ///< nothing is stored; hand it on again later
    quarantine, ///< given up after several tries; its bytes are kept: put it aside in the folder for failures
};

/// How far a folder has been read.
struct position {
    std::uint32_t uidvalidity = 0; ///< 0: never read
    std::uint32_t last_uid = 0;    ///< every mail up to this one is settled

    bool operator==(const position&) const = default;
};

/// All that an inbox touches of the bot. The hooks may be awaited several at a time; what they throw counts as `failed`.
struct inbox_ports {
    /// Completes when the mail is durable (or not): the mail is marked on the server only after that. Counts the tries
    /// of a mail before reading it, and answers `quarantine` when they are too many.
    std::function<boost::asio::awaitable<acceptance>(received_mail)> accept;
    /// The stored position of a folder, {} for none. IMAP only.
    std::function<boost::asio::awaitable<position>(std::string account, std::string folder)> load_position{};
    /// Optional: called after a batch when everything up to a new position is settled, so that a restart does not fetch
    /// the last batch again. Not needed for correctness.
    std::function<void(const std::string& account, const std::string& folder, position)> settled{};
    alarm_hook alarm;
    std::function<double()> random; ///< uniform in [0, 1)
    std::function<std::chrono::steady_clock::time_point()> now; ///< for schedules and `healthy`
};

/// For /readyz.
struct inbox_health {
    bool good = false;
    std::string reason{}; ///< stable word first: "starting", "connected", "sign-in refused: …", "unreachable: …"
};

struct inbox_counts {
    std::uint64_t handed_on = 0;
    std::uint64_t stored = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t failed = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t marked = 0;
    std::uint64_t connections = 0; ///< opened and signed in
};

} // namespace adapters::email
