#include "adapters/email/endpoint.hpp"

#include <utility>

namespace adapters::email {

boost::asio::awaitable<bot::result<identity>> identity_of(credentials who, bool refused)
{
    identity out{.how = who.how, .user = who.user, .secret = who.password};
    if (who.how != sign_in::xoauth2)
        co_return std::move(out);
    if (!who.token)
        co_return bot::fail(bot::errc::rejected, "no source of tokens is configured");
    auto token = co_await who.token(refused);
    if (!token)
        co_return bot::fail(token.error().code, token.error().detail);
    out.secret = bot::secret(std::move(*token));
    co_return std::move(out);
}

} // namespace adapters::email
