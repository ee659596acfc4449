#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace adapters::email {

/// What an operator has to look at.
enum class mail_alarm_kind : std::uint8_t {
    sign_in,      ///< the server refuses our credentials, or its certificate does not hold: nothing moves until mended
    server_alert, ///< an [ALERT] text: the server wants a human to read it
    quota,        ///< the mailbox is nearly or entirely full: it will bounce reports
    poison,       ///< a mail cannot be taken in; it was put aside
    setup,        ///< the server refuses something else that our configuration asks for (folder, sender address)
};

std::string_view name_of(mail_alarm_kind what);

struct mail_alarm {
    mail_alarm_kind what = mail_alarm_kind::setup;
    std::string account{};
    std::string folder{}; ///< "" when it concerns the whole account
    std::string detail{}; ///< printable, without credentials; of `server_alert` the server's own words
};

using alarm_hook = std::function<void(const mail_alarm&)>;

/// A server's text made fit for a log line: control and non-ASCII bytes become '?', cut after `bytes_max`.
std::string printable(std::string_view text, std::size_t bytes_max = 200);

} // namespace adapters::email
