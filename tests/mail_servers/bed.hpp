#pragma once

#include "adapters/email/imap_inbox.hpp"
#include "adapters/email/smtp_sender.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

/// The servers that were started for this run, see mail_servers.py.
class bed {
public:
    bed();

    std::uint16_t port(const std::string& of) const { return ports_.at(of); }
    const std::string& ca() const { return ca_; }
    /// Postfix itself, not what stands in for it.
    bool postfix() const { return postfix_; }

    /// Runs mail_servers.py VERB FOLDER ARGUMENTS.
    void act(const std::string& verb, const std::string& arguments) const;
    /// The same, without waiting for it: the servers may wait for our connections.
    void begin_act(const std::string& verb) const;
    std::string token(const std::string& user, int ttl) const;
    /// Process id of Dovecot's master; "" while it is away.
    std::string dovecot() const;

    adapters::email::mail_server imap() const;
    adapters::email::credentials user(const std::string& name, const std::string& password = "boxpw") const;
    adapters::email::smtp_options submission(adapters::email::protection how) const;
    /// An inbox with short waits.
    adapters::email::imap_inbox_options inbox(const std::string& user) const;

private:
    std::string output_of(const std::string& command) const;

    std::map<std::string, std::uint16_t> ports_{};
    std::string ca_{};
    std::string folder_{};
    bool postfix_ = false;
};

/// A bot that keeps mails by their Message-ID.
class mail_keeper {
public:
    explicit mail_keeper(boost::asio::io_context& io) : io_(io) {}

    std::map<std::string, int> seen{}; ///< Message-ID → how often it was handed on
    std::vector<adapters::email::received_mail> mails{};
    std::vector<adapters::email::mail_alarm> alarms{};
    std::map<std::string, adapters::email::position> positions{};
    std::function<void(std::size_t handed_on)> before_verdict{};
    std::function<bool()> may_go_on{}; ///< verdicts wait for it
    std::function<adapters::email::acceptance(const adapters::email::received_mail&)> verdict{};

    adapters::email::inbox_ports ports();

private:
    boost::asio::awaitable<adapters::email::acceptance> accept(adapters::email::received_mail mail);
    boost::asio::awaitable<adapters::email::position> load(std::string folder);

    boost::asio::io_context& io_;
};

/// Runs an inbox until `enough` says so, at most a test's patience, then stops it.
adapters::email::inbox_counts run_inbox(boost::asio::io_context& io, const adapters::email::imap_inbox_options& options, mail_keeper& keeper,
                                        const std::function<bool(const adapters::email::imap_inbox&)>& enough);
