#pragma once

#include "adapters/email/smtp_sender.hpp"
#include "bot/flow/send_queue.hpp"
#include "bot/result.hpp"
#include "bot/rules/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace adapters {

struct email_channel_options {
    std::string address; ///< the bot's own
    std::string name;    ///< as readers see it
    std::string marker;  ///< line above which a reply is to be written
};

/// Words an outbound message as a mail: text and HTML alternatives, in its thread, marked as automatic so that no robot answers it,
/// with a reply address that only its reader knows and an envelope sender that a report of non-delivery comes back to.
/// Repeats of one message are the same mail, Message-ID included.
bot::result<email::envelope> envelope_of(const bot::flow::sending& what, const email_channel_options& own, bot::rules::instant now);

/// Sends mails by whatever takes an envelope.
class email_channel {
public:
    using carrier = std::function<boost::asio::awaitable<bot::flow::send_outcome>(email::envelope)>;

    email_channel(email_channel_options own, carrier by, std::function<bot::rules::instant()> now);

    boost::asio::awaitable<bot::flow::send_outcome> send(bot::flow::sending what);

private:
    email_channel_options own_;
    carrier by_;
    std::function<bot::rules::instant()> now_;
};

} // namespace adapters
