#pragma once

#include "bot/rules/time.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::zalo {

/// Consents begun and not yet come back (contract §5): which secret verifier belongs to which visit.
class consent {
public:
    /// `redirect_uri` may be empty: it is then made from the address the visitor used.
    consent(std::string app_id, std::string oauth_base, std::string redirect_uri);

    /// Where to send the administrator's browser. `host` is the Host header of the visit.
    std::string begin(std::string_view host, bot::rules::instant now);

    /// The verifier for the visit that comes back with `state`, once; nothing for one we did not send or too old.
    std::optional<std::string> redeem(std::string_view state, bot::rules::instant now);

    /// The page of ours that begins a consent; only its path when our own address is not configured.
    std::string start_url() const;

private:
    struct visit {
        std::string state;
        std::string verifier;
        bot::rules::instant at;
    };
    std::string app_id_;
    std::string oauth_base_;
    std::string redirect_uri_;
    std::deque<visit> open_;
};

} // namespace adapters::zalo
