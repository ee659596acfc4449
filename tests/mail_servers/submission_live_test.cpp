#include "tests/mail_servers/bed.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using bot::flow::send_class;
using bot::flow::send_outcome;

namespace {

smtp_ports quiet_ports(std::vector<mail_alarm>& alarms)
{
    return {.alarm = [&alarms](const mail_alarm& one) { alarms.push_back(one); }, .now = [] { return std::chrono::steady_clock::now(); }};
}

struct sent {
    std::vector<send_outcome> outcomes{};
    std::vector<mail_alarm> alarms{};
    smtp_counts counts{};
};

sent send_all(const smtp_options& options, const std::vector<envelope>& mails)
{
    asio::io_context io(1);
    sent out;
    smtp_sender sender(io.get_executor(), options, quiet_ports(out.alarms));
    loopback::run(io, [&]() -> asio::awaitable<void> {
        for (const envelope& mail : mails) {
            envelope copy = mail;
            auto end = co_await sender.send(std::move(copy));
            out.outcomes.push_back(std::move(end));
        }
        co_await sender.leave();
    });
    out.counts = sender.counts();
    return out;
}

envelope mail_to(const std::string& to, const std::string& id, const std::string& body = "hi\r\n")
{
    return {.from = "bot@bv.test",
            .to = to,
            .raw = "From: bot@bv.test\r\nTo: " + to + "\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMessage-ID: <" + id + ">\r\nSubject: x\r\n\r\n" + body};
}

/// Reads the mailbox of `user` until `enough` mails are there.
std::vector<received_mail> read_mailbox(const bed& servers, const std::string& user, const std::string& password, std::size_t enough)
{
    asio::io_context io(1);
    mail_keeper keeper(io);
    auto options = servers.inbox(user);
    options.who = servers.user(user, password);
    run_inbox(io, options, keeper, [&](const imap_inbox&) { return keeper.mails.size() >= enough; });
    return keeper.mails;
}

} // namespace

TEST_CASE("Mails submitted over TLS and STARTTLS and by token arrive", "[smtp]")
{
    const bed servers;
    smtp_options by_token = servers.submission(protection::starttls);
    by_token.who = {.how = sign_in::xoauth2, .user = "bot@bv.test"};
    std::vector<bool> asked;
    by_token.who.token = [&](bool refused) -> asio::awaitable<bot::result<std::string>> {
        asked.push_back(refused);
        co_return servers.token("bot@bv.test", refused ? 600 : -100);
    };
    const std::string id = "ways";
    for (const smtp_options& options : {servers.submission(protection::tls), servers.submission(protection::starttls), by_token}) {
        const auto out = send_all(options, {mail_to("vendor@ncc.test", id + std::to_string(asked.size()) + options.server.host + std::to_string(options.server.port))});
        CHECK(out.outcomes[0].what == send_class::sent);
        CHECK(out.outcomes[0].code == 250);
    }
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(read_mailbox(servers, "vendor@ncc.test", "vendorpw", 3).size() == 3);
}

TEST_CASE("A wrong password is our setup and alarmed", "[smtp]")
{
    const bed servers;
    smtp_options wrong = servers.submission(protection::tls);
    wrong.who.password = bot::secret("wrong");
    const auto out = send_all(wrong, {mail_to("vendor@ncc.test", "w1"), mail_to("vendor@ncc.test", "w2")});
    CHECK(out.outcomes[0].what == send_class::setup);
    CHECK(out.outcomes[1].what == send_class::setup);
    CHECK(out.counts.connections == 0);
    CHECK(out.alarms.size() == 1);
    smtp_options unknown = servers.submission(protection::tls);
    unknown.server.ca_file.clear();
    CHECK(send_all(unknown, {mail_to("vendor@ncc.test", "w3")}).outcomes[0].what == send_class::setup);
}

TEST_CASE("What a mail holds arrives byte for byte whatever it looks like", "[smtp]")
{
    const bed servers;
    const std::vector<std::string> bodies{".\r\n", "..\r\n.\r\n...\r\n", "a\r\n.\r\nMAIL FROM:<x@y>\r\nRCPT TO:<vendor@ncc.test>\r\nDATA\r\nX: y\r\n\r\nsmuggled\r\n.\r\nQUIT\r\n", "\r\n\r\n.\r\n\r\n",
                                          "QUIT\r\n", std::string(998, 'x') + "\r\n", std::string(997, '.') + "\r\n", "last line without an end"};
    std::vector<envelope> mails;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        mails.push_back(mail_to("bot+round-trip@bv.test", "body" + std::to_string(i), bodies[i]));
    const auto out = send_all(servers.submission(protection::starttls), mails);
    for (const send_outcome& one : out.outcomes)
        CHECK(one.what == send_class::sent);
    CHECK(out.counts.connections == 1);
    const auto got = read_mailbox(servers, "bot@bv.test", "botpw", bodies.size());
    CHECK(got.size() == bodies.size());
    for (envelope& mail : mails) {
        if (!mail.raw.ends_with("\r\n"))
            mail.raw += "\r\n";
        const auto same = std::count_if(got.begin(), got.end(), [&mail](const received_mail& one) { return one.raw.ends_with(mail.raw); });
        CAPTURE(mail.raw);
        CHECK(same == 1);
    }
}

TEST_CASE("Bare line ends in a mail cannot end it early", "[smtp]")
{
    const bed servers;
    const std::vector<std::string> bodies{"a\n.\nMAIL FROM:<x@y>\nb\n", "a\r.\rMAIL FROM:<x@y>\rb\r", "a\r\n.\nb\r\n", "a\n.\r\nb\r\n", "a\r\n.\r\r\nb\r\n"};
    std::vector<envelope> mails;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        mails.push_back(mail_to("soc@bv.test", "bare" + std::to_string(i), bodies[i]));
    const auto out = send_all(servers.submission(protection::tls), mails);
    for (const send_outcome& one : out.outcomes)
        CHECK(one.what == send_class::sent);
    const auto got = read_mailbox(servers, "soc@bv.test", "socpw", bodies.size());
    CHECK(got.size() == bodies.size());
    for (const received_mail& one : got) {
        const bool whole = one.raw.find("b\r\n") != std::string::npos || one.raw.find("\r\nb\r\n") != std::string::npos;
        CHECK(whole);
    }
}

TEST_CASE("An unknown recipient comes back as a bounce or is refused at once", "[smtp]")
{
    const bed servers;
    envelope lost = mail_to("nosuch@bv.test", "lost-1");
    lost.from = "vendor@ncc.test";
    smtp_options options = servers.submission(protection::starttls);
    options.who = servers.user("vendor@ncc.test", "vendorpw");
    const auto out = send_all(options, {lost});
    if (!servers.postfix()) {
        CHECK(out.outcomes[0].what == send_class::permanent);
        return;
    }
    CHECK(out.outcomes[0].what == send_class::sent);
    std::vector<received_mail> got;
    for (std::size_t wanted = 4; got.empty() || got.back().raw.find("multipart/report") == std::string::npos; ++wanted)
        got = read_mailbox(servers, "vendor@ncc.test", "vendorpw", wanted);
    const std::string& bounce = got.back().raw;
    CHECK(bounce.starts_with("Return-Path: <>"));
    CHECK(bounce.find("Final-Recipient: rfc822; nosuch@bv.test") != std::string::npos);
    CHECK(bounce.find("lost-1") != std::string::npos);
}

TEST_CASE("A hundred mails take two connections", "[smtp]")
{
    const bed servers;
    std::vector<envelope> mails;
    for (int i = 0; i < 110; ++i)
        mails.push_back(mail_to("box1@bv.test", "many" + std::to_string(i)));
    const auto out = send_all(servers.submission(protection::starttls), mails);
    CHECK(out.counts.sent == 110);
    CHECK(out.counts.connections == 2);
}
