#pragma once

#include "adapters/email/inbox.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

using accept_hook = std::function<boost::asio::awaitable<acceptance>(received_mail)>;

/// Hands mails on side by side, so that one group commit carries them, and waits for all. One verdict each, in order;
/// a hook that throws has `failed`.
boost::asio::awaitable<std::vector<acceptance>> hand_on(boost::asio::any_io_executor executor, accept_hook accept,
                                                        std::vector<received_mail> mails);

/// The header of a mail with its blank line, at most `bytes_max` of it.
std::string_view header_of(std::string_view raw, std::size_t bytes_max);

} // namespace adapters::email
