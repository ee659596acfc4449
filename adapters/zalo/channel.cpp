#include "adapters/zalo/channel.hpp"

#include "adapters/zalo/error_codes.hpp"
#include "adapters/zalo/mention_guard.hpp"
#include "bot/text.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <utility>
#include <vector>

namespace adapters::zalo {

namespace asio = boost::asio;
using bot::flow::channel_kind;
using bot::flow::outbound;
using bot::flow::outbound_kind;
using bot::flow::send_class;
using bot::flow::send_outcome;
using bot::flow::sending;

namespace {

/// Contract §2: "≤ 2000 characters" of an unnamed unit; UTF-16 units are the strictest reading.
constexpr std::size_t text_units_max = 2'000;
/// A 5 MB file over a slow line (both official SDKs wait 60 s, contract §8).
constexpr std::chrono::seconds upload_within{60};

/// What the reader is to see: guarded, with those it is for named first in a group.
std::string final_text(const sending& what)
{
    std::string text = what.repeat ? what.message.repeat_mark : std::string();
    if (what.message.to.channel == channel_kind::zalo_group)
        for (const std::string& who : what.message.mentions)
            if (const std::string named = mention(who); !named.empty() && who != what.message.to.address)
                text += named + " ";
    return text + guard_mentions(bot::to_nfc(what.message.text));
}

std::string tracking_id(const outbound& message)
{
    return "sc-" + std::to_string(message.id);
}

bool by_template(const outbound& message)
{
    return message.kind == outbound_kind::templated || message.to.channel == channel_kind::zalo_template;
}

send_outcome rejected(std::string detail)
{
    return {.what = send_class::rejected, .detail = std::move(detail)};
}

} // namespace

channel::channel(http::client& client, access_token& tokens, channel_options options)
    : client_(client), tokens_(tokens), options_(std::move(options))
{
}

asio::awaitable<bot::result<http::response>> channel::call_once(api_request what, std::string token)
{
    authorise(what.what, token, options_.app_secret_for_proof.reveal());
    const std::string origin = what.to == base::business ? options_.business_base : options_.openapi_base;
    http::exchange_options how;
    if (what.what.target.starts_with("/v2.0/oa/upload/"))
        how.exchange = upload_within;
    co_return co_await client_.send(origin, std::move(what.what), std::move(how));
}

asio::awaitable<channel::answered> channel::ask(api_request what)
{
    answered made;
    auto token = co_await tokens_.get();
    if (!token) {
        made.exchange = tl::unexpected(token.error());
        co_return made;
    }
    api_request first = what;
    made.exchange = co_await call_once(std::move(first), *token);
    made.parse();
    if (!made.exchange || !names_token(made.exchange->status, made.told))
        co_return made;
    auto newer = co_await tokens_.renew(*token);
    if (!newer) {
        made.exchange = tl::unexpected(newer.error());
        co_return made;
    }
    made.exchange = co_await call_once(std::move(what), *newer);
    made.parse();
    co_return made;
}

void channel::answered::parse()
{
    told = exchange ? parse_answer(exchange->body) : api_answer();
}

asio::awaitable<bot::result<http::response>> channel::call(api_request what)
{
    answered made = co_await ask(std::move(what));
    co_return std::move(made.exchange);
}

asio::awaitable<send_outcome> channel::deliver(api_request what)
{
    const answered made = co_await ask(std::move(what));
    send_outcome outcome = outcome_of(made.exchange, made.told);
    if (!made.exchange && made.exchange.error().code == bot::errc::unauthentic)
        outcome.what = send_class::setup; // the token chain is lost: an operator must consent
    co_return outcome;
}

asio::awaitable<send_outcome> channel::send_text(sending what)
{
    const std::vector<std::string> parts = bot::split_message(final_text(what), text_units_max);
    if (parts.empty())
        co_return rejected("empty text");
    send_outcome outcome;
    for (std::size_t part = what.parts_sent; part < parts.size(); ++part) {
        api_request request =
            text_message(what.message.to, parts[part], part == 0 ? what.message.quoted_message_id : std::string());
        outcome = co_await deliver(std::move(request));
        outcome.parts_sent = outcome.what == send_class::sent ? part + 1 : part;
        if (outcome.what != send_class::sent)
            break;
    }
    co_return outcome;
}

asio::awaitable<send_outcome> channel::send_template(sending what)
{
    const outbound& message = what.message;
    api_request request =
        message.to.channel == channel_kind::zalo_template
            ? template_by_phone(message.to.address, message.template_id, message.template_data, tracking_id(message),
                                options_.template_development)
            : template_by_user(message.to.address, message.template_id, message.template_data, tracking_id(message));
    co_return co_await deliver(std::move(request));
}

asio::awaitable<send_outcome> channel::ask_phone(sending what)
{
    if (options_.ask_phone_image.empty())
        co_return co_await send_text(std::move(what));
    const std::string text = bot::to_nfc(what.message.text);
    const auto line_end = text.find('\n');
    const std::string rest = line_end == std::string::npos ? text : text.substr(line_end + 1);
    api_request card =
        ask_phone_message(what.message.to.address, text.substr(0, line_end), rest, options_.ask_phone_image);
    const send_outcome outcome = co_await deliver(std::move(card));
    if (outcome.what != send_class::rejected)
        co_return outcome;
    co_return co_await send_text(std::move(what)); // -233, -201: cards are not for this account (contract §2)
}

asio::awaitable<send_outcome> channel::send(sending what)
{
    if (what.message.to.address.empty())
        co_return rejected("no address");
    if (by_template(what.message))
        co_return co_await send_template(std::move(what));
    if (what.message.kind == outbound_kind::ask_phone && what.message.to.channel == channel_kind::zalo)
        co_return co_await ask_phone(std::move(what));
    co_return co_await send_text(std::move(what));
}

asio::awaitable<bot::result<std::string>> channel::upload(upload_kind kind, std::string file_name, std::string content)
{
    if (content.size() > upload_bytes_max(kind))
        co_return bot::fail(bot::errc::rejected, "zalo upload: too large");
    api_request request = zalo::upload(kind, file_name, content);
    const answered made = co_await ask(std::move(request));
    if (!made.exchange)
        co_return tl::unexpected(made.exchange.error());
    const api_answer& told = made.told;
    const std::string& id = kind == upload_kind::file ? told.token : told.attachment_id;
    if (!told.readable || made.exchange->status >= 500)
        co_return bot::fail(bot::errc::unreachable, "zalo upload: http " + std::to_string(made.exchange->status));
    if (told.error != 0 || id.empty())
        co_return bot::fail(bot::errc::rejected, "zalo upload: " + std::to_string(told.error));
    co_return id;
}

asio::awaitable<bot::result<std::string>> channel::upload_image(std::string file_name, std::string content)
{
    co_return co_await upload(upload_kind::image, std::move(file_name), std::move(content));
}

asio::awaitable<bot::result<std::string>> channel::upload_file(std::string file_name, std::string content)
{
    co_return co_await upload(upload_kind::file, std::move(file_name), std::move(content));
}

asio::awaitable<send_outcome> channel::send_file(bot::flow::chat to, std::string upload_token)
{
    api_request request = file_message(to, upload_token);
    co_return co_await deliver(std::move(request));
}

asio::awaitable<send_outcome> channel::send_image(bot::flow::chat to, std::string attachment_id, std::string caption)
{
    api_request request = image_message(to, attachment_id, guard_mentions(caption));
    co_return co_await deliver(std::move(request));
}

asio::awaitable<bot::result<user_profile>> channel::profile(std::string user_id)
{
    api_request request = user_detail(user_id);
    const auto answer = co_await call(std::move(request));
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return parse_user_detail(answer->status, answer->body);
}

} // namespace adapters::zalo
