#pragma once

#include "bot/rules/problem.hpp"
#include "bot/secret.hpp"
#include "config/mail_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

struct tls_settings {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

struct listen_settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::optional<tls_settings> tls{};
};

/// What may be spent in a calendar month; nothing: no limit.
struct quota_settings {
    std::optional<std::int64_t> billed_per_month{};    ///< messages 48 hours to 7 days after the person's last interaction
    std::optional<std::int64_t> templates_per_month{};
    std::uint32_t reserve_percent = 20;                ///< of each, kept for incidents of level 3 and above
};

struct zalo_settings {
    std::string app_id;
    std::string oa_id;
    bot::secret app_secret;
    bot::secret oa_secret_key;
    bot::secret refresh_token; ///< the first one; later pairs live in the store
    std::string openapi_base = "https://openapi.zalo.me";
    std::string oauth_base = "https://oauth.zaloapp.com";
    std::string business_base = "https://business.openapi.zalo.me";
    std::string template_id;                    ///< knock-on-the-door template by phone; "" when none is approved yet
    std::string uid_template_id;                ///< the same to a Zalo user id; "" when none is approved for it
    quota_settings quota;
    std::string phone_card_image;               ///< https picture of the card that asks for a phone number; "" asks for a code only
    std::string verifier;                       ///< CODE of /zalo_verifierCODE.html; "" serves none
    std::vector<std::string> attachment_hosts;  ///< hosts attachments may come from, and their subdomains
    std::uint32_t sends_per_minute = 4'000;     ///< Zalo's limit per app (contract §8)
    bool appsecret_proof = false;
};

/// What `config/sucobot.json` says, with every path made absolute or relative to the working directory.
struct settings {
    listen_settings listen{};
    std::filesystem::path database;
    std::filesystem::path attachments;
    std::string language = "vi";
    std::string public_url;                  ///< https://… under which Zalo reaches this bot; for the consent link
    std::string ca_file;                     ///< an authority beside the system's
    bool automatic_receipt_acknowledges = false; ///< whether the instant receipt stops the 24 h clock
    std::optional<zalo_settings> zalo{};
    std::optional<mail_settings> email{};
    std::filesystem::path directory;
    std::vector<std::filesystem::path> rule_packs;
    std::filesystem::path holidays;
    std::filesystem::path forms;
    std::filesystem::path messages;
};

/// Looks an environment variable up; nothing when unset.
using environment = std::function<std::optional<std::string>(const std::string&)>;

/// Reads the configuration in `text`, which stands in `file`. Notes every fault: unknown keys, wrong types,
/// missing secrets (`{"env": …}`, `{"file": …}`), unsafe `security`. The result is usable only without faults.
settings parse_settings(std::string_view text, const std::filesystem::path& file, const environment& env,
                        bot::rules::problems& faults);

} // namespace config
