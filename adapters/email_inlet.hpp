#pragma once

#include "adapters/clock.hpp"
#include "adapters/email/inbox.hpp"
#include "adapters/email/reading/read_letter.hpp"
#include "adapters/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace adapters {

struct email_inlet_options {
    std::string address;             ///< the bot's own
    std::filesystem::path folder;    ///< for attachments
    email::reading_options reading{};
    int tries_max = 6;               ///< then the mail is put aside, so that one bad mail never blocks the next
};

/// Takes fetched mails in: the try is counted before the mail is read (a mail that kills the program is met again), the mail is read
/// and its files are written off the event loop, then the event goes to the core as one commit.
///
/// Many mails are under way at once, and when the program dies all of them have a try on record although one at most is to blame. So a
/// mail with a try on record is a suspect: suspects are counted and read one at a time, acquitted as soon as they have been read, and
/// only who is being read when it happens again is charged with it.
class email_inlet {
public:
    using counter = std::function<void(const std::string& outcome)>;

    email_inlet(boost::asio::any_io_executor executor, boost::asio::any_io_executor worker, engine& core, email_inlet_options options, clock time,
                counter count);

    boost::asio::awaitable<email::acceptance> accept(email::received_mail mail);
    boost::asio::awaitable<email::position> load_position(std::string account, std::string folder);

private:
    boost::asio::awaitable<int> count_try(std::string key);
    boost::asio::awaitable<std::optional<int>> known_tries(std::string key);
    boost::asio::awaitable<email::acceptance> take(email::received_mail mail, std::string key, bool suspect);
    boost::asio::awaitable<void> enter_alone();
    void leave_alone();
    void forget_try(const std::string& key);
    boost::asio::awaitable<bot::flow::inbound> read(email::received_mail mail);

    boost::asio::any_io_executor executor_;
    boost::asio::any_io_executor worker_;
    engine& core_;
    email_inlet_options options_;
    clock time_;
    counter count_;
    bool one_alone_ = false;                                             ///< a suspect is being read
    std::deque<std::shared_ptr<boost::asio::steady_timer>> waiting_;     ///< further suspects; cancelling one lets it in
};

} // namespace adapters
