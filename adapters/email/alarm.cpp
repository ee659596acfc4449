#include "adapters/email/alarm.hpp"

namespace adapters::email {

std::string_view name_of(mail_alarm_kind what)
{
    switch (what) {
    case mail_alarm_kind::sign_in: return "sign_in";
    case mail_alarm_kind::server_alert: return "server_alert";
    case mail_alarm_kind::quota: return "quota";
    case mail_alarm_kind::poison: return "poison";
    case mail_alarm_kind::setup: return "setup";
    }
    return "unknown";
}

std::string printable(std::string_view text, std::size_t bytes_max)
{
    std::string out(text.substr(0, bytes_max));
    for (char& c : out)
        if (c < 0x20 || c == 0x7F) // bytes above ASCII are negative here, or above where char has no sign
            c = '?';
    return out;
}

} // namespace adapters::email
