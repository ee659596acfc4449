#pragma once

#include "adapters/email/smtp_session.hpp"
#include "bot/flow/send_queue.hpp"

namespace adapters::email {

/// What a server's verdict on a mail to one recipient means. 2xx: `sent`. 4xx: `retry`; 421 holds for the whole channel.
/// 5xx: too large (552, x.3.4) or content and policy after DATA (x.6, x.7): `rejected`; sign-in missing or the sender's
/// address refused (530, 535, x.7.8, x.1.7, x.1.8, x.7 to MAIL): `setup`, for no recipient is to blame; else `permanent`.
bot::flow::send_outcome outcome_of(const smtp_verdict& verdict);

} // namespace adapters::email
