#pragma once

#include "adapters/http/message.hpp"
#include "bot/flow/inbound.hpp"
#include "bot/flow/send_queue.hpp"
#include "bot/result.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::zalo {

/// Which of the configured bases a request goes to.
enum class base : std::uint8_t { openapi, business, oauth };

struct api_request {
    base to = base::openapi;
    http::request what;
};

/// Adds the `access_token` header, and `appsecret_proof` when `app_secret` is given (contract §2; wanted only by apps
/// that switched it on, else -242).
void authorise(http::request& what, std::string_view access_token, std::string_view app_secret = {});

/// Hex HMAC-SHA256(key = app secret, access token).
std::string appsecret_proof(std::string_view access_token, std::string_view app_secret);

/// Text to a person or a group, at most 2000 UTF-16 units. Mentions in it are taken as they stand: guard them first.
api_request text_message(const bot::flow::chat& to, std::string_view text, std::string_view quoted_message_id = {});

/// A card with one button that hands over the person's phone number; the answer is `user_submit_info`.
/// Title at most 100 characters, subtitle 500, cut if longer.
api_request ask_phone_message(const std::string& user_id, std::string_view title, std::string_view subtitle,
                              std::string_view image_url);

api_request file_message(const bot::flow::chat& to, std::string_view upload_token);
api_request image_message(const bot::flow::chat& to, std::string_view attachment_id, std::string_view caption);

/// An approved template, to a phone number (84…; contract §4) or to a user id (§2.1).
api_request template_by_phone(std::string_view phone, std::string_view template_id,
                              const std::map<std::string, std::string>& data, std::string_view tracking_id,
                              bool development = false);
api_request template_by_user(std::string_view user_id, std::string_view template_id,
                             const std::map<std::string, std::string>& data, std::string_view tracking_id);

enum class upload_kind : std::uint8_t { image, gif, file };

/// Largest upload of a kind in bytes: image 1 MB, gif and file 5 MB (contract §6).
std::size_t upload_bytes_max(upload_kind kind);
api_request upload(upload_kind kind, const std::string& file_name, std::string_view content);

api_request message_quota(std::string_view user_id);
api_request template_quota();
api_request user_detail(std::string_view user_id);
/// The Official Account that the token is for.
api_request account_info();
api_request group_info(std::string_view group_id);
/// Messages with a person, newest first, at most 10: to find out what an outage swallowed (contract §1.3).
api_request conversation(std::string_view user_id, int offset, int count);

/// An answer of either API host. The body's `error` decides, the HTTP status only when there is none (contract §2).
struct api_answer {
    bool readable = false; ///< the body was a JSON object
    int error = 0;
    std::string message; ///< the platform's words, for the log
    std::string message_id;
    std::string user_id;
    std::optional<bot::flow::send_quota> quota;
    std::string attachment_id;               ///< of an image or gif upload
    std::string token;                       ///< of a file upload
    std::string account_id;                  ///< of `account_info`: the Official Account that the token is for
    std::optional<bot::rules::instant> last_interaction; ///< of `message_quota`
};
api_answer parse_answer(std::string_view body);

/// Of `user_detail`: every field may be missing; the phone may have been a number.
struct user_profile {
    std::string user_id;
    std::string display_name;
    std::string alias;
    bool follower = false;
    std::string phone; ///< 84…, "" unless the person shared it
    std::string shared_name;
};
bot::result<user_profile> parse_user_detail(unsigned status, std::string_view body);

/// What a finished exchange means for the message (contract §2.2 and error_codes.hpp). A token error comes out as `setup`:
/// renewing and sending once more is the channel's business before it asks here.
bot::flow::send_outcome outcome_of(const bot::result<http::response>& exchange);
/// The same when the body has been parsed already.
bot::flow::send_outcome outcome_of(const bot::result<http::response>& exchange, const api_answer& told);

/// The access token was the trouble: -216, -220, -124, a -201 that speaks of the token, or 401 without a readable body.
bool names_token(unsigned status, const api_answer& answer);

} // namespace adapters::zalo
