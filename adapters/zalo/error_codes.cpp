#include "adapters/zalo/error_codes.hpp"

#include <algorithm>
#include <array>

namespace adapters::zalo {

namespace {

/// Official table (contract §2.2), then the template messages' own (§4). The classes are our reading.
constexpr std::array table{
    error_code{0, error_class::ok, "success"},
    error_code{-32, error_class::rate, "limit of API calls reached"},
    error_code{-100, error_class::asset, "attachment expired"},
    error_code{-200, error_class::transient, "send message failed"},
    error_code{-201, error_class::request, "a field is invalid"},
    error_code{-204, error_class::account, "Official Account is disabled"},
    error_code{-205, error_class::account, "Official Account does not exist"},
    error_code{-209, error_class::app, "API not supported, or app not approved"},
    error_code{-210, error_class::request, "parameter exceeds its limit"},
    error_code{-211, error_class::quota, "out of quota"},
    error_code{-212, error_class::permission, "app has not registered this API"},
    error_code{-213, error_class::recipient, "user does not follow the account"},
    error_code{-214, error_class::irrelevant, "article is being processed"},
    error_code{-216, error_class::token, "access token is invalid"},
    error_code{-217, error_class::recipient, "user blocked invitations"},
    error_code{-218, error_class::recipient_quota, "user's receiving quota is used up"},
    error_code{-219, error_class::app, "app is removed or disabled"},
    error_code{-220, error_class::token, "access token is expired or removed"},
    error_code{-221, error_class::tier, "account needs to be verified"},
    error_code{-223, error_class::permission, "account has not authorised this API"},
    error_code{-224, error_class::tier, "account needs a larger package"},
    error_code{-227, error_class::recipient, "user is banned or inactive over 45 days"},
    error_code{-230, error_class::window, "no interaction in the past 7 days"},
    error_code{-232, error_class::window, "no interaction, or the last one expired"},
    error_code{-233, error_class::request, "message type invalid or not supported"},
    error_code{-234, error_class::hours, "not between 22:00 and 06:00"},
    error_code{-235, error_class::tier, "API does not support this type of account"},
    error_code{-237, error_class::group, "group is disabled"},
    error_code{-238, error_class::group, "asset already used or disabled"},
    error_code{-240, error_class::request, "MessageV2 API has been shut down"},
    error_code{-241, error_class::group, "asset is already used"},
    error_code{-242, error_class::app, "appsecret_proof is invalid"},
    error_code{-244, error_class::recipient, "user restricted this message type"},
    error_code{-248, error_class::content, "violates platform standards"},
    error_code{-249, error_class::template_fault, "template cannot be sent by user id"},
    error_code{-320, error_class::money, "needs a Zalo Cloud Account"},
    error_code{-321, error_class::money, "Zalo Cloud Account is out of money"},
    error_code{-403, error_class::group, "account is not in the group"},
    error_code{-501, error_class::location, "caller is not inside Viet Nam"},
    error_code{-1340, error_class::irrelevant, "form not found"},
    error_code{-1341, error_class::irrelevant, "no access to the form"},
    error_code{-108, error_class::recipient, "phone number invalid"},
    error_code{-109, error_class::template_fault, "template id invalid"},
    error_code{-111, error_class::request, "template data empty"},
    error_code{-112, error_class::request, "template data too long"},
    error_code{-114, error_class::recipient, "user cannot receive"},
    error_code{-115, error_class::money, "Zalo Cloud Account is out of money"},
    error_code{-118, error_class::recipient, "no Zalo account with this number"},
    error_code{-119, error_class::recipient, "account unable to receive"},
    error_code{-124, error_class::token, "access token invalid"},
    error_code{-131, error_class::template_fault, "template not approved"},
    error_code{-133, error_class::hours, "not between 22:00 and 06:00"},
    error_code{-135, error_class::permission, "account may not send template messages"},
    error_code{-136, error_class::money, "needs a Zalo Cloud Account"},
    error_code{-137, error_class::money, "Zalo Cloud Account payment failed"},
    error_code{-139, error_class::recipient, "user refused this type"},
    error_code{-140, error_class::recipient, "user not eligible"},
    error_code{-141, error_class::recipient, "user refused the account"},
    error_code{-144, error_class::quota, "account's daily quota exceeded"},
    error_code{-146, error_class::template_fault, "template disabled for low quality"},
    error_code{-147, error_class::quota, "template's daily quota exceeded"},
};

} // namespace

std::span<const error_code> error_codes()
{
    return table;
}

error_class class_of(int code)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [code](const error_code& one) { return one.code == code; });
    return found == table.end() ? error_class::unknown : found->what;
}

oauth_fault oauth_fault_of(int code)
{
    switch (code) {
    case -14014: // invalid refresh token
    case -14020: // used or expired
        return oauth_fault::chain_lost;
    case -14003: // redirect address or code verifier
    case -14002: // app id
        return oauth_fault::configuration;
    default: return oauth_fault::unknown;
    }
}

} // namespace adapters::zalo
