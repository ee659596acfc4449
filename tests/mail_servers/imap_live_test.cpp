#include "tests/mail_servers/bed.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

#include <iostream>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using test_body = std::function<asio::awaitable<void>(imap_client&)>;

/// Opens a connection and runs `body` on it.
void with_client(mail_server where, credentials who, const test_body& body)
{
    asio::io_context io(1);
    imap_client client(io.get_executor(), std::move(where), std::move(who));
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto opened = co_await client.open();
        REQUIRE(opened);
        co_await body(client);
        co_await client.leave();
    });
}

bot::errc refusal(mail_server where, credentials who)
{
    asio::io_context io(1);
    imap_limits limits;
    limits.connect = 3s;
    imap_client client(io.get_executor(), std::move(where), std::move(who), limits);
    bot::result<void> opened{};
    loopback::run(io, [&]() -> asio::awaitable<void> { opened = co_await client.open(); });
    REQUIRE_FALSE(opened);
    return opened.error().code;
}

} // namespace

TEST_CASE("Dovecot lets us in over TLS and STARTTLS and by name", "[imap]")
{
    const bed servers;
    const test_body look = [](imap_client& client) -> asio::awaitable<void> {
        CHECK(client.can_idle());
        CHECK(client.can_tell_quota());
        const auto inbox = co_await client.select("INBOX");
        REQUIRE(inbox);
        CHECK(inbox->uidvalidity > 0);
    };
    with_client(servers.imap(), servers.user("soc@bv.test", "socpw"), look);
    mail_server named = servers.imap();
    named.host = "localhost";
    with_client(named, servers.user("soc@bv.test", "socpw"), look);
    mail_server later = servers.imap();
    later.how = protection::starttls;
    later.port = servers.port("imap");
    with_client(later, servers.user("soc@bv.test", "socpw"), look);
    later.how = protection::none; // it trusts loopback enough to take a password in the clear
    with_client(later, servers.user("soc@bv.test", "socpw"), look);
}

TEST_CASE("Dovecot refuses wrong passwords and we refuse it without its authority", "[imap]")
{
    const bed servers;
    CHECK(refusal(servers.imap(), servers.user("soc@bv.test", "wrong")) == bot::errc::unauthentic);
    mail_server unknown = servers.imap();
    unknown.ca_file.clear();
    CHECK(refusal(unknown, servers.user("soc@bv.test", "socpw")) == bot::errc::unauthentic);
    mail_server clear = servers.imap(); // a TLS port does not speak plainly
    clear.how = protection::none;
    CHECK(refusal(clear, servers.user("soc@bv.test", "socpw")) != bot::errc::unauthentic);
}

TEST_CASE("Dovecot takes our token and an expired one is renewed or refused", "[imap]")
{
    const bed servers;
    const bool helps = GENERATE(true, false);
    std::vector<bool> asked;
    credentials who{.how = sign_in::xoauth2, .user = "soc@bv.test"};
    who.token = [&](bool refused) -> asio::awaitable<bot::result<std::string>> {
        asked.push_back(refused);
        co_return servers.token("soc@bv.test", refused && helps ? 600 : -100);
    };
    if (helps)
        with_client(servers.imap(), who, [](imap_client& client) -> asio::awaitable<void> {
            const auto alive = co_await client.noop();
            CHECK(alive);
        });
    else
        CHECK(refusal(servers.imap(), who) == bot::errc::unauthentic);
    CHECK(asked == std::vector<bool>{false, true});
}

TEST_CASE("Folders with Vietnamese names and mails moved between them", "[imap]")
{
    const bed servers;
    servers.act("drop", "box1@bv.test 5");
    with_client(servers.imap(), servers.user("box1@bv.test"), [](imap_client& client) -> asio::awaitable<void> {
        const auto inbox = co_await client.select("INBOX");
        REQUIRE(inbox);
        CHECK(inbox->exists == 5);
        auto found = co_await client.search_from(1);
        REQUIRE(found);
        REQUIRE(found->size() == 5);
        uid_list some(found->begin() + 1, found->begin() + 3);
        const auto marked = co_await client.mark_seen(some);
        CHECK(marked);
        const auto unseen = co_await client.search_unseen();
        CHECK(unseen->size() == 3);
        // Dovecot answers TRYCREATE: the folder is made on the way.
        const auto moved = co_await client.move(some, "Sự cố & \"đã\" xử lý");
        CHECK(moved);
        const auto gone = co_await client.fetch(some, 1'000);
        REQUIRE(gone);
        CHECK(gone->empty());
        const auto there = co_await client.select("Sự cố & \"đã\" xử lý");
        REQUIRE(there);
        CHECK(there->exists == 2);
        const auto nowhere = co_await client.select("Không có");
        CHECK(nowhere.error().code == bot::errc::rejected);
        const auto alive = co_await client.noop();
        CHECK(alive);
        const auto quotas = co_await client.quota("INBOX");
        REQUIRE(quotas);
        CHECK(quotas->size() == 1);
    });
}

TEST_CASE("Dovecot reports the cut of a piece and the header alone", "[imap]")
{
    const bed servers;
    servers.act("drop", "box2@bv.test 1 5000");
    asio::io_context io(1);
    imap_limits limits;
    limits.mail_bytes_max = 1'000;
    imap_client client(io.get_executor(), servers.imap(), servers.user("box2@bv.test"), limits);
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto opened = co_await client.open();
        REQUIRE(opened);
        const auto inbox = co_await client.select("INBOX");
        REQUIRE(inbox);
        const uid_list one{1};
        const auto whole = co_await client.fetch(one, 1'000);
        REQUIRE(whole);
        CHECK(whole->at(0).cut);
        CHECK(whole->at(0).raw.size() == 1'000);
        const auto header = co_await client.fetch_headers(one);
        REQUIRE(header);
        CHECK(header->at(0).raw.ends_with("\r\n\r\n"));
        const auto seen = co_await client.search_unseen();
        CHECK(seen->size() == 1); // PEEK
        co_await client.leave();
    });
}

TEST_CASE("A folder is walked in batches", "[imap]")
{
    const bed servers;
    servers.act("drop", "box3@bv.test 1000 4000");
    with_client(servers.imap(), servers.user("box3@bv.test"), [](imap_client& client) -> asio::awaitable<void> {
        // The first time Dovecot reads every file for its size; the second time shows the client.
        for (const char* const which : {"first", "second"}) {
            std::size_t sound = 0;
            std::function<void(imap_mail)> each = [&sound](imap_mail mail) {
                if (mail.raw.starts_with("From: vendor@ncc.test\r\n") && mail.raw.ends_with("x\r\n"))
                    ++sound;
            };
            const auto began = std::chrono::steady_clock::now();
            const auto walk = co_await walk_folder(client, "INBOX", 50, each);
            REQUIRE(walk);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
            CHECK(walk->mails == 1'000);
            CHECK(sound == 1'000);
            std::cout << "the " << which << " walk: " << static_cast<int>(1'000 / took.count()) << " mails/s\n";
        }
    });
}
