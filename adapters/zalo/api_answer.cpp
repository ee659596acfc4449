#include "adapters/zalo/api_request.hpp"
#include "adapters/zalo/error_codes.hpp"
#include "adapters/zalo/phone.hpp"
#include "bot/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <limits>

namespace adapters::zalo {

namespace {

using nlohmann::json;
using bot::flow::send_class;
using bot::flow::send_outcome;

/// The platform's words go to the log: not more than a line.
constexpr std::size_t words_max = 200;
/// Longest wait a peer may ask for that is taken at its word.
constexpr std::chrono::hours wait_max{24};

const json& member(const json& from, const char* name)
{
    static const json none;
    const auto found = from.is_object() ? from.find(name) : from.end();
    return from.is_object() && found != from.end() ? *found : none;
}

/// Strings as they are, numbers with their digits; ids come as either.
std::string text(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.is_number() ? value.dump() : std::string();
}

template <class Number>
std::optional<Number> number(const json& value)
{
    const std::string digits = text(value);
    Number made{};
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), made);
    return failure == std::errc() && end == digits.data() + digits.size() ? std::optional(made) : std::nullopt;
}

std::optional<bot::flow::send_quota> quota_of(const json& data)
{
    const json& quota = member(data, "quota");
    if (!quota.is_object())
        return std::nullopt;
    bot::flow::send_quota made;
    made.type = text(member(quota, "quota_type"));
    made.remain = number<int>(member(quota, "remain"));
    made.total = number<int>(member(quota, "total"));
    if (!made.remain) // the template API has its own names (contract §4)
        made.remain = number<int>(member(quota, "remainingQuota"));
    if (!made.total)
        made.total = number<int>(member(quota, "dailyQuota"));
    return made;
}

std::string described(int code, const std::string& words)
{
    return bot::shorten(std::to_string(code) + " " + words, words_max);
}

/// What an error class asks for (contract §2.2 and error-codes.json, column "retry").
send_class reaction(error_class what)
{
    switch (what) {
    case error_class::ok: return send_class::sent;
    case error_class::rate:
    case error_class::transient:
    case error_class::unknown: return send_class::retry;
    case error_class::recipient: return send_class::permanent;
    case error_class::window:
    case error_class::hours: return send_class::window;
    case error_class::quota:
    case error_class::recipient_quota: return send_class::quota;
    case error_class::money: return send_class::money;
    case error_class::account:
    case error_class::app:
    case error_class::permission:
    case error_class::tier:
    case error_class::group:
    case error_class::token: return send_class::setup;
    case error_class::asset:
    case error_class::request:
    case error_class::content:
    case error_class::template_fault:
    case error_class::location:
    case error_class::irrelevant: return send_class::rejected;
    }
    return send_class::rejected;
}

std::optional<bot::rules::duration> retry_after(const http::response& answer)
{
    const std::string_view field = http::find(answer.fields, "Retry-After");
    int seconds = 0;
    const auto [end, failure] = std::from_chars(field.data(), field.data() + field.size(), seconds);
    const bool good = failure == std::errc() && end == field.data() + field.size() && seconds >= 0;
    if (!good)
        return std::nullopt;
    return std::min<bot::rules::duration>(std::chrono::seconds(seconds), wait_max);
}

send_outcome outcome_of_body(const http::response& answer, const api_answer& told)
{
    send_outcome outcome;
    outcome.code = told.error;
    const error_class what = class_of(told.error);
    outcome.what = reaction(what);
    if (outcome.what == send_class::sent) {
        outcome.message_id = told.message_id;
        outcome.quota = told.quota;
        return outcome;
    }
    outcome.detail = described(told.error, told.message);
    if (outcome.what == send_class::retry) {
        outcome.wait = retry_after(answer);
        outcome.channel_wide = what == error_class::rate;
    }
    return outcome;
}

send_outcome outcome_of_status(const http::response& answer)
{
    send_outcome outcome;
    outcome.code = static_cast<int>(answer.status);
    outcome.detail = "http " + std::to_string(answer.status);
    if (answer.status == 429 || answer.status == 408 || answer.status >= 500) {
        outcome.what = send_class::retry;
        outcome.wait = retry_after(answer);
    } else if (answer.status == 401 || answer.status == 403) {
        outcome.what = send_class::setup;
    } else if (answer.status >= 200 && answer.status < 300) {
        // No `error` in it: a proxy's page, perhaps after the platform took the message.
        outcome.what = send_class::ambiguous;
        outcome.detail += " without a readable body";
    } else {
        outcome.what = send_class::rejected;
    }
    return outcome;
}

} // namespace

api_answer parse_answer(std::string_view body)
{
    api_answer made;
    const auto all = json::parse(body, nullptr, false);
    const auto error = number<int>(member(all, "error"));
    made.readable = all.is_object() && error.has_value();
    if (!made.readable)
        return made;
    made.error = *error;
    made.message = text(member(all, "message"));
    const json& data = member(all, "data");
    made.message_id = text(member(data, "message_id"));
    if (made.message_id.empty())
        made.message_id = text(member(data, "msg_id")); // the template API's name
    made.user_id = text(member(data, "user_id"));
    made.account_id = text(member(data, "oa_id"));
    made.quota = quota_of(data);
    made.attachment_id = text(member(data, "attachment_id"));
    made.token = text(member(data, "token"));
    if (const auto at = number<std::int64_t>(member(data, "last_interaction")); at && *at > 0)
        made.last_interaction = bot::rules::instant(std::chrono::milliseconds(*at));
    return made;
}

bot::result<user_profile> parse_user_detail(unsigned status, std::string_view body)
{
    const api_answer told = parse_answer(body);
    if (!told.readable)
        return bot::fail(status >= 500 ? bot::errc::unreachable : bot::errc::malformed,
                         "zalo user detail: http " + std::to_string(status));
    if (told.error != 0)
        return bot::fail(bot::errc::rejected, "zalo user detail: " + described(told.error, told.message));
    const auto all = json::parse(body, nullptr, false);
    const json& data = member(all, "data");
    const json& shared = member(data, "shared_info");
    const json& follower = member(data, "user_is_follower");
    user_profile profile;
    profile.user_id = text(member(data, "user_id"));
    profile.display_name = bot::to_nfc(text(member(data, "display_name")));
    profile.alias = bot::to_nfc(text(member(data, "user_alias")));
    profile.follower = (follower.is_boolean() && follower.get<bool>()) || text(follower) == "1";
    profile.phone = phone_84(text(member(shared, "phone")));
    profile.shared_name = bot::to_nfc(text(member(shared, "name")));
    return profile;
}

bool names_token(unsigned status, const api_answer& answer)
{
    if (!answer.readable)
        return status == 401;
    const bool speaks_of_it = answer.error == -201 && bot::fold(answer.message).find("token") != std::string::npos;
    return class_of(answer.error) == error_class::token || speaks_of_it;
}

send_outcome outcome_of(const bot::result<http::response>& exchange)
{
    return outcome_of(exchange, exchange ? parse_answer(exchange->body) : api_answer());
}

send_outcome outcome_of(const bot::result<http::response>& exchange, const api_answer& told)
{
    send_outcome outcome;
    if (!exchange) {
        outcome.detail = exchange.error().detail;
        if (exchange.error().code != bot::errc::unreachable)
            outcome.what = send_class::rejected;
        else
            outcome.what = outcome.detail.starts_with("unsent: ") ? send_class::retry : send_class::ambiguous;
        return outcome;
    }
    if (!told.readable)
        return outcome_of_status(*exchange);
    if (names_token(exchange->status, told)) {
        outcome.what = send_class::setup;
        outcome.code = told.error;
        outcome.detail = described(told.error, told.message);
        return outcome;
    }
    return outcome_of_body(*exchange, told);
}

} // namespace adapters::zalo
