#pragma once

#include "adapters/email/inbox.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

/// The bot's side of an inbox: keeps what it was handed and knows it again.
class in_memory_bot {
public:
    using mail_key = std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>;

    explicit in_memory_bot(boost::asio::io_context& io) : io_(io) {}

    std::vector<adapters::email::received_mail> mails{}; ///< all that was handed on, duplicates included
    std::set<mail_key> stored{};
    std::map<std::string, adapters::email::position> positions{};
    std::vector<adapters::email::mail_alarm> alarms{};
    std::function<adapters::email::acceptance(const adapters::email::received_mail&)> on_accept{};
    std::size_t open_max = 0; ///< accepts that were under way at the same time

    adapters::email::inbox_ports ports()
    {
        return {.accept = [this](adapters::email::received_mail mail) { return accept(std::move(mail)); },
                .load_position = [this](std::string, std::string folder) { return load(std::move(folder)); },
                .settled = [this](const std::string&, const std::string& folder, adapters::email::position at) { positions[folder] = at; },
                .alarm = [this](const adapters::email::mail_alarm& one) { alarms.push_back(one); },
                .random = [] { return 0.5; },
                .now = [] { return std::chrono::steady_clock::now(); }};
    }
    bool alarmed(adapters::email::mail_alarm_kind what) const
    {
        for (const auto& one : alarms)
            if (one.what == what)
                return true;
        return false;
    }

private:
    boost::asio::awaitable<adapters::email::acceptance> accept(adapters::email::received_mail mail)
    {
        open_max = std::max(open_max, ++open_);
        co_await boost::asio::post(io_, boost::asio::use_awaitable); // as a commit on another thread would
        --open_;
        const mail_key key{mail.folder, mail.uidvalidity, mail.uid, mail.file};
        mails.push_back(mail);
        adapters::email::acceptance verdict = adapters::email::acceptance::stored;
        if (on_accept)
            verdict = on_accept(mail);
        if (verdict == adapters::email::acceptance::stored && !stored.insert(key).second)
            verdict = adapters::email::acceptance::duplicate;
        co_return verdict;
    }
    boost::asio::awaitable<adapters::email::position> load(std::string folder)
    {
        co_return positions[folder];
    }

    boost::asio::io_context& io_;
    std::size_t open_ = 0;
};
