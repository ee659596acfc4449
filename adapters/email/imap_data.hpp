#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace adapters::email {

using uid_list = std::vector<std::uint32_t>; ///< ascending, without repeats

/// Limits of one IMAP connection. A deadline is for a whole command, not for each read.
struct imap_limits {
    std::chrono::milliseconds connect{15'000}; ///< name, connect, TLS, sign-in together
    std::chrono::milliseconds command{30'000};
    std::size_t fetch_bytes_per_second_min = 32 << 10; ///< a fetch may take `command` and this much longer
    std::size_t line_bytes_max = 64 << 10;
    std::size_t mail_bytes_max = 25 << 20;      ///< larger mails are never fetched whole
    std::size_t header_bytes_max = 256 << 10;   ///< of a mail whose header alone is fetched
    std::size_t replies_max = 100'000;          ///< untagged replies to one command
};

/// What SELECT tells.
struct imap_mailbox {
    std::uint32_t uidvalidity = 0;
    std::uint32_t uidnext = 0; ///< 0 when the server does not say
    std::uint32_t exists = 0;
    bool read_only = false;
};

struct imap_size {
    std::uint32_t uid = 0;
    std::size_t bytes = 0;
};

struct imap_mail {
    std::uint32_t uid = 0;
    std::string raw{};
    bool cut = false; ///< longer than the limit asked for: the rest is missing
};

struct imap_quota {
    std::string root{};
    std::uint64_t used_kib = 0;
    std::uint64_t limit_kib = 0;
};

/// A text the server wants seen.
struct imap_notice {
    std::string code{}; ///< "ALERT" or "OVERQUOTA"
    std::string text{};
};

} // namespace adapters::email
