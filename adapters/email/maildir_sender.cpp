#include "adapters/email/maildir_sender.hpp"

#include "adapters/email/maildir.hpp"
#include "adapters/email/smtp_text.hpp"

#include <utility>

namespace adapters::email {

using bot::flow::send_class;
using bot::flow::send_outcome;

maildir_sender::maildir_sender(std::function<std::filesystem::path(const std::string&)> folder_of) : folder_of_(std::move(folder_of)) {}

send_outcome maildir_sender::send(const envelope& what)
{
    send_outcome out;
    if (!sound_address(what.to) || (!what.from.empty() && !sound_address(what.from))) {
        out.what = send_class::rejected;
        out.detail = "not an address that can be sent to or from";
        return out;
    }
    const std::filesystem::path folder = folder_of_(what.to);
    if (folder.empty()) {
        out.what = send_class::permanent;
        out.detail = "no such mailbox";
        return out;
    }
    // What a delivering server adds: who the envelope said it is from and to.
    const std::string raw = "Return-Path: <" + what.from + ">\r\nDelivered-To: " + what.to + "\r\n" + what.raw;
    auto name = deliver_to_maildir(folder, raw);
    if (!name) {
        out.what = send_class::retry;
        out.detail = name.error().detail;
        return out;
    }
    out.message_id = std::move(*name);
    return out;
}

} // namespace adapters::email
