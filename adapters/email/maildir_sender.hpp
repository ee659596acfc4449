#pragma once

#include "adapters/email/smtp_sender.hpp"
#include "bot/flow/send_queue.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace adapters::email {

/// Delivers mails into Maildirs instead of to a server: for the demo and for tests.
class maildir_sender {
public:
    /// `folder_of` gives the Maildir of a recipient, "" for one that does not exist here.
    explicit maildir_sender(std::function<std::filesystem::path(const std::string& recipient)> folder_of);

    /// `sent` when the mail is durable in new/ (`message_id` is its file name), `permanent` for an unknown recipient,
    /// `rejected` for an unsound address, `retry` when the disk refuses.
    bot::flow::send_outcome send(const envelope& what);

private:
    std::function<std::filesystem::path(const std::string&)> folder_of_;
};

} // namespace adapters::email
