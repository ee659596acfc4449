#include "adapters/email/imap_client.hpp"

#include "adapters/email/sasl.hpp"
#include "tests/adapters/email/mail_peer.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/http/test_certificate.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>

#include <cstdio>
#include <memory>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

const std::string password = "Secret-pass-1";
const std::string hello = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR STARTTLS] hi\r\n";
const std::string in = "{tag} OK [CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS] in\r\n";

const test_certificate& good_certificate()
{
    static const test_certificate certificate("DNS:localhost,IP:127.0.0.1");
    return certificate;
}

imap_limits quick()
{
    imap_limits limits;
    limits.connect = 800ms;
    limits.command = 800ms;
    return limits;
}

credentials bot_user()
{
    return {.how = sign_in::password, .user = "bot@bv.test", .password = bot::secret(password)};
}

/// A server with a good certificate that plays `scripts`, and a client of it.
struct meeting {
    meeting(protection how, std::vector<mail_script> scripts, imap_limits limits = quick(), const std::string& host = "127.0.0.1",
            const test_certificate& certificate = good_certificate(), bool trusted = true, credentials who = bot_user())
        : peer(io, std::move(scripts), certificate.certificate_file(), certificate.key_file()),
          client(io.get_executor(),
                 {.host = host, .port = peer.port(), .how = how, .ca_file = trusted ? certificate.certificate_file() : std::string()}, std::move(who), limits)
    {
    }
    asio::io_context io{1};
    mail_peer peer;
    imap_client client;

    bool leaked() const
    {
        const std::string& all = peer.heard();
        return all.find(password) != std::string::npos || all.find(sasl_plain("bot@bv.test", password)) != std::string::npos ||
               all.find(base64(password)) != std::string::npos || all.find("LOGIN") != std::string::npos || all.find("AUTHENTICATE") != std::string::npos;
    }
    bot::result<void> open()
    {
        bot::result<void> opened = bot::fail(bot::errc::malformed, "never ran");
        loopback::run(io, [&]() -> asio::awaitable<void> { opened = co_await client.open(); });
        return opened;
    }
};

long memory_kib()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

mail_script signed_in(mail_script more)
{
    mail_script script{secures(), says(hello), hears("AUTHENTICATE"), says(in)};
    script.insert(script.end(), more.begin(), more.end());
    return script;
}

/// A copy of the good certificate that ran out yesterday, signed with its key.
std::string expired_certificate()
{
    const auto open = [](const std::string& path, const char* how) {
        return std::unique_ptr<std::FILE, int (*)(std::FILE*)>(std::fopen(path.c_str(), how), std::fclose);
    };
    const auto pem = open(good_certificate().certificate_file(), "r");
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(PEM_read_X509(pem.get(), nullptr, nullptr, nullptr), X509_free);
    const auto key_pem = open(good_certificate().key_file(), "r");
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_PrivateKey(key_pem.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3 * 86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), -86'400);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const std::string path = good_certificate().certificate_file() + ".expired";
    const auto out = open(path, "w");
    PEM_write_X509(out.get(), certificate.get());
    return path;
}

} // namespace

TEST_CASE("A good server lets the client in over TLS and over STARTTLS", "[imap][net]")
{
    meeting implicit(protection::tls, {signed_in({})});
    CHECK(implicit.open());
    CHECK(implicit.client.can_idle());
    meeting later(protection::starttls, {{says(hello), hears("STARTTLS"), says("{tag} OK go\r\n"), secures(), hears("CAPABILITY"),
                                          says("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK\r\n"), hears("AUTHENTICATE"), says("+ \r\n"), hears(""), says("S3 OK [CAPABILITY X] in\r\n")}});
    CHECK(later.open());
    CHECK(later.peer.heard_in_the_clear() == "S1 STARTTLS\r\n");
    meeting by_name(protection::tls, {signed_in({})}, quick(), "localhost");
    CHECK(by_name.open());
}

TEST_CASE("A certificate that does not hold ends the connection before any credential", "[imap][net]")
{
    const test_certificate other("DNS:wrong.invalid,IP:127.0.0.2");
    meeting wrong_address(protection::tls, {signed_in({})}, quick(), "127.0.0.1", other);
    const auto address = wrong_address.open();
    REQUIRE_FALSE(address);
    CHECK(address.error().code == bot::errc::unauthentic);
    CHECK(address.error().detail.find("mismatch") != std::string::npos);
    CHECK_FALSE(wrong_address.leaked());
    meeting wrong_name(protection::tls, {signed_in({})}, quick(), "localhost", other);
    CHECK(wrong_name.open().error().code == bot::errc::unauthentic);
    CHECK_FALSE(wrong_name.leaked());
    meeting unknown(protection::tls, {signed_in({})}, quick(), "127.0.0.1", good_certificate(), false);
    CHECK(unknown.open().error().code == bot::errc::unauthentic);
    CHECK_FALSE(unknown.leaked());
    meeting starttls(protection::starttls, {{says(hello), hears("STARTTLS"), says("{tag} OK go\r\n"), secures()}}, quick(), "127.0.0.1", other);
    CHECK(starttls.open().error().code == bot::errc::unauthentic);
    CHECK_FALSE(starttls.leaked());
}

TEST_CASE("An expired certificate ends the connection before any credential", "[imap][net]")
{
    asio::io_context io(1);
    const std::string expired = expired_certificate();
    mail_peer peer(io, {signed_in({})}, expired, good_certificate().key_file());
    imap_client client(io.get_executor(), {.host = "127.0.0.1", .port = peer.port(), .how = protection::tls, .ca_file = expired}, bot_user(), quick());
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto opened = co_await client.open();
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == bot::errc::unauthentic);
        CHECK(opened.error().detail.find("expired") != std::string::npos);
    });
    CHECK(peer.heard().empty());
}

TEST_CASE("Plaintext is for loopback only", "[imap][net]")
{
    meeting here(protection::none, {{says(hello), hears("AUTHENTICATE"), says(in)}});
    CHECK(here.open());
    asio::io_context io(1);
    imap_client away(io.get_executor(), {.host = "192.0.2.1", .port = 143, .how = protection::none}, bot_user(), quick());
    loopback::run(io, [&]() -> asio::awaitable<void> {
        const auto opened = co_await away.open();
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == bot::errc::rejected);
    });
}

TEST_CASE("Tricks before TLS get no credential", "[imap][net]")
{
    const auto [name, script] = GENERATE(table<std::string, mail_script>({
        {"injected", {says(hello), hears("STARTTLS"), says("{tag} OK go\r\n* CAPABILITY AUTH=PLAIN\r\nS2 OK\r\n"), secures()}},
        {"injected in two writes", {says(hello), hears("STARTTLS"), says("{tag} OK go\r\n"), says("* CAPABILITY AUTH=PLAIN\r\nS2 OK\r\n"), is_silent()}},
        {"stripped", {says("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n"), hears("STARTTLS"), says("{tag} BAD unknown\r\n")}},
        {"preauth", {says("* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n")}},
        {"bye", {says("* BYE not today\r\n")}},
        {"not TLS", {says(hello), hears("STARTTLS"), says("{tag} OK go\r\n"), says("HTTP/1.1 400 Bad Request\r\n\r\n"), is_silent()}},
        {"closed", {says(hello), hears("STARTTLS"), closes()}},
        {"silent", {is_silent()}},
        {"silent after consent", {says(hello), hears("STARTTLS"), says("{tag} OK go\r\n"), is_silent()}},
        {"endless greeting", {floods(std::string(65'536, 'x'), 100'000)}},
        {"dripping", {drips(std::string(10'000, 'x'))}},
        {"not IMAP", {says("220 mx ESMTP\r\n")}},
    }));
    CAPTURE(name);
    meeting trick(protection::starttls, {script});
    const long before = memory_kib();
    const auto began = std::chrono::steady_clock::now();
    CHECK_FALSE(trick.open());
    CHECK(std::chrono::steady_clock::now() - began < 3s);
    CHECK(memory_kib() - before < 64 * 1024);
    CHECK_FALSE(trick.leaked());
    CHECK_FALSE(trick.client.is_open());
}

TEST_CASE("A signed-in server that misbehaves is left within the limits", "[imap][net]")
{
    const auto [name, answer] = GENERATE(table<std::string, mail_script>({
        {"another UID", {says("* 1 FETCH (UID 999 BODY[]<0> {2}\r\nhi)\r\n{tag} OK\r\n")}},
        {"huge number", {says("* 1 FETCH (UID 1 BODY[]<0> {99999999999999999999}\r\n")}},
        {"4 GB literal", {says("* 1 FETCH (UID 1 BODY[]<0> {4000000000}\r\n"), floods(std::string(65'536, 'x'), 100'000)}},
        {"endless line", {floods(std::string(65'536, 'x'), 100'000)}},
        {"endless replies", {floods("* 1 EXISTS\r\n* 2 EXISTS\r\n* 3 EXISTS\r\n", 1'000'000)}},
        {"one byte now and then", {says("* 1 FETCH (UID 1 BODY[]<0> {1000}\r\n"), drips(std::string(1'000, 'x'))}},
        {"keep-alives instead of an answer", {drips("* OK Still here\r\n* OK Still here\r\n* OK Still here\r\n* OK Still here\r\n")}},
        {"silence", {is_silent()}},
        {"cut off", {says("* 1 FETCH (UID 1 BODY[]<0> {1000}\r\nxx"), closes()}},
        {"bye", {says("* BYE Session invalidated\r\n")}},
        {"another tag", {says("S99 OK done\r\n")}},
        {"more than it said", {says("* 1 FETCH (UID 1 BODY[]<0> {90000}\r\n" + std::string(90'000, 'x') + ")\r\n{tag} OK\r\n")}},
    }));
    CAPTURE(name);
    mail_script script = signed_in({hears("UID FETCH")});
    script.insert(script.end(), answer.begin(), answer.end());
    imap_limits limits = quick();
    limits.mail_bytes_max = 50'000;
    meeting bad(protection::tls, {script}, limits);
    REQUIRE(bad.open());
    const long before = memory_kib();
    const auto began = std::chrono::steady_clock::now();
    loopback::run(bad.io, [&]() -> asio::awaitable<void> {
        uid_list wanted{1};
        const auto mails = co_await bad.client.fetch(std::move(wanted), 100);
        REQUIRE_FALSE(mails);
        CHECK(mails.error().code != bot::errc::rejected);
    });
    CHECK(std::chrono::steady_clock::now() - began < 3s);
    CHECK(memory_kib() - before < 64 * 1024);
    CHECK_FALSE(bad.client.is_open());
}

TEST_CASE("A mail full of protocol is a mail", "[imap][net]")
{
    const std::string body = "Subject: x\r\n\r\nS2 OK done\r\nA004 OK done\r\n* 5 EXISTS\r\n* BYE\r\n+ \r\n)\r\n";
    meeting honest(protection::tls, {signed_in({hears("UID FETCH"), says("* 1 FETCH (UID 1 BODY[]<0> {" + std::to_string(body.size()) + "}\r\n" + body + ")\r\n{tag} OK\r\n"),
                                                hears("NOOP"), says("{tag} OK\r\n")})});
    REQUIRE(honest.open());
    loopback::run(honest.io, [&]() -> asio::awaitable<void> {
        uid_list wanted{1};
        const auto mails = co_await honest.client.fetch(std::move(wanted), 100);
        REQUIRE(mails);
        REQUIRE(mails->size() == 1);
        CHECK(mails->front().raw == body);
        const auto alive = co_await honest.client.noop();
        CHECK(alive);
    });
}

TEST_CASE("IDLE ends at news and at its time and when woken", "[imap][net]")
{
    meeting quiet(protection::tls, {signed_in({hears("IDLE"), says("+ idling\r\n"), hears("DONE"), says("S2 OK\r\n"), hears("IDLE"), says("+ idling\r\n* 4 EXISTS\r\n"),
                                               hears("DONE"), says("S3 OK\r\n"), hears("SEARCH"), says("* SEARCH 9\r\n{tag} OK\r\n"), hears("IDLE"), says("+ \r\n"),
                                               hears("DONE"), says("S5 OK\r\n"), hears("IDLE"), says("{tag} NO busy\r\n"), hears("IDLE"), says("+ \r\n"), closes()})});
    REQUIRE(quiet.open());
    loopback::run(quiet.io, [&]() -> asio::awaitable<void> {
        const auto timed = co_await quiet.client.idle(30ms);
        CHECK(timed == idle_end::time_up);
        const auto news = co_await quiet.client.idle(10s);
        CHECK(news == idle_end::news);
        const auto found = co_await quiet.client.search_from(9);
        CHECK(found == uid_list{9});
        asio::steady_timer later(quiet.io, 30ms);
        later.async_wait([&](const boost::system::error_code&) { quiet.client.wake(); });
        const auto woken = co_await quiet.client.idle(10s);
        CHECK(woken == idle_end::woken);
        const auto refused = co_await quiet.client.idle(10s);
        CHECK(refused.error().code == bot::errc::rejected);
        const auto lost = co_await quiet.client.idle(10s);
        CHECK(lost.error().code == bot::errc::unreachable);
    });
}

TEST_CASE("A server that does not hear DONE is left at the deadline", "[imap][net]")
{
    meeting dead(protection::tls, {signed_in({hears("IDLE"), says("+ idling\r\n"), is_silent()})});
    REQUIRE(dead.open());
    const auto began = std::chrono::steady_clock::now();
    loopback::run(dead.io, [&]() -> asio::awaitable<void> {
        const auto ended = co_await dead.client.idle(50ms);
        CHECK(ended.error().code == bot::errc::unreachable);
    });
    CHECK(std::chrono::steady_clock::now() - began < 3s);
    CHECK(dead.peer.heard().find("DONE") != std::string::npos);
}

TEST_CASE("A refused token is renewed once and only once", "[imap][net]")
{
    const bool helps = GENERATE(true, false);
    const mail_script refuse{secures(), says("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hi\r\n"), hears("AUTHENTICATE XOAUTH2"),
                             says("+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"), hears(""), says("S1 NO [AUTHENTICATIONFAILED] expired\r\n")};
    const mail_script take{secures(), says("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hi\r\n"), hears("AUTHENTICATE XOAUTH2 " + sasl_xoauth2("bot@bv.test", "fresh")), says(in)};
    std::vector<bool> asked;
    credentials who{.how = sign_in::xoauth2, .user = "bot@bv.test"};
    who.token = [&asked](bool refused) -> asio::awaitable<bot::result<std::string>> {
        asked.push_back(refused);
        co_return std::string(refused ? "fresh" : "stale");
    };
    meeting expired(protection::tls, {refuse, helps ? take : refuse}, quick(), "127.0.0.1", good_certificate(), true, who);
    const auto opened = expired.open();
    CHECK(opened.has_value() == helps);
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(expired.peer.connections() == 2);
    if (!opened)
        CHECK(opened.error().code == bot::errc::unauthentic);
}

TEST_CASE("Without MOVE mails are copied and marked and expunged by UID", "[imap][net]")
{
    meeting old(protection::tls, {{secures(), says(hello), hears("AUTHENTICATE"), says("{tag} OK [CAPABILITY IMAP4rev1 UIDPLUS] in\r\n"), hears("UID COPY 3:4 \"Done\""),
                                   says("{tag} NO [TRYCREATE] no such folder\r\n"), hears("CREATE \"Done\""), says("{tag} OK\r\n"), hears("UID COPY 3:4 \"Done\""), says("{tag} OK\r\n"),
                                   hears("UID STORE 3:4 +FLAGS.SILENT (\\Deleted)"), says("{tag} OK\r\n"), hears("UID EXPUNGE 3:4"), says("* 1 EXPUNGE\r\n{tag} OK\r\n")}});
    REQUIRE(old.open());
    loopback::run(old.io, [&]() -> asio::awaitable<void> {
        uid_list both{3, 4};
        const auto moved = co_await old.client.move(std::move(both), "Done");
        CHECK(moved);
    });
}

TEST_CASE("A folder without UIDVALIDITY cannot be worked with", "[imap][net]")
{
    meeting odd(protection::tls, {signed_in({hears("SELECT"), says("* 1 EXISTS\r\n{tag} OK\r\n")})});
    REQUIRE(odd.open());
    loopback::run(odd.io, [&]() -> asio::awaitable<void> {
        const auto selected = co_await odd.client.select("INBOX");
        CHECK(selected.error().code == bot::errc::malformed);
    });
    CHECK_FALSE(odd.client.is_open());
}
