#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace adapters::zalo {

/// What an error of the platform is about, hence what can be done (contract §2.2).
enum class error_class : std::uint8_t {
    ok,
    rate,            ///< back off to the next minute
    asset,           ///< uploaded file gone: upload again once
    transient,       ///< "send failed": at most two retries
    request,         ///< our request is wrong
    account,         ///< the Official Account is off or gone: alarm
    app,             ///< the app is off or not approved: alarm
    quota,           ///< nothing left of an allowance of ours
    permission,      ///< not granted: alarm
    recipient,       ///< this person cannot or will not receive
    recipient_quota, ///< this person has had enough for now
    token,           ///< access token: refresh once, send again once
    tier,            ///< the account's package is too small: alarm
    window,          ///< no interaction in time
    hours,           ///< not at night
    group,           ///< the group is off, lapsed or not ours: alarm
    content,         ///< against the platform's standards
    template_fault,  ///< template unknown, not approved or not for this use
    money,           ///< no cloud account or it is empty: alarm
    location,        ///< we call from outside Viet Nam: no personal data
    irrelevant,      ///< belongs to services the bot does not use
    unknown,
};

struct error_code {
    int code;
    error_class what;
    std::string_view meaning;
};

/// Messages and groups on openapi.zalo.me, then template messages (ZNS) on business.openapi.zalo.me.
std::span<const error_code> error_codes();

/// Class of a body's `error`; `unknown` for a number that is in no table.
error_class class_of(int code);

/// What an OAuth error means for the token chain (contract §5).
enum class oauth_fault : std::uint8_t {
    chain_lost,    ///< the refresh token is used up: a person must consent again
    configuration, ///< app id, redirect address, verifier or secret: alarm
    unknown,
};
oauth_fault oauth_fault_of(int code);

} // namespace adapters::zalo
