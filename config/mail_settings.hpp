#pragma once

#include "bot/secret.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace config {

/// A mail server to sign in to.
struct mail_server_settings {
    std::string host;
    std::uint16_t port = 0;
    std::string security = "tls"; ///< "tls", "starttls", "none" (loopback only)
    std::string user;
    bot::secret password;         ///< or the access token of XOAUTH2
    bool xoauth2 = false;
    std::string ca_file; ///< an authority beside the system's
};

/// Where mails come in: a server, or a Maildir that an MTA on this machine delivers to.
struct mail_inbox_settings {
    std::optional<mail_server_settings> server{};
    std::filesystem::path maildir{};
    std::vector<std::string> folders{"INBOX"};
    std::string processed_folder{}; ///< handled mails are moved there; "" leaves them
};

/// Where mails go out: a server, or Maildirs named by recipient below a folder (demo and tests).
struct mail_outbox_settings {
    std::optional<mail_server_settings> server{};
    std::filesystem::path maildir{};
};

struct mail_settings {
    std::string address; ///< the bot's own, lower case
    std::string name = "Sự cố ATTT";
    mail_inbox_settings in{};
    mail_outbox_settings out{};
    std::vector<std::string> trusted_authserv_ids{}; ///< border servers whose Authentication-Results are believed
};

} // namespace config
