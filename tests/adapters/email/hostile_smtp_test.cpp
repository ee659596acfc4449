#include "adapters/email/sasl.hpp"
#include "adapters/email/smtp_sender.hpp"
#include "tests/adapters/email/mail_peer.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/adapters/http/test_certificate.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using bot::flow::send_class;
using bot::flow::send_outcome;

namespace {

const std::string password = "Secret-pass-1";
const std::string greeting = "220 mx\r\n";
const std::string offers = "250-mx\r\n250-PIPELINING\r\n250-SIZE 5000\r\n250 AUTH PLAIN XOAUTH2\r\n";
const std::string starttls_offer = "250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n";

const test_certificate& good_certificate()
{
    static const test_certificate certificate("DNS:localhost,IP:127.0.0.1");
    return certificate;
}

mail_script signed_in(mail_script more)
{
    mail_script script{secures(), says(greeting), hears("EHLO"), says(offers), hears("AUTH PLAIN"), says("235 in\r\n")};
    script.insert(script.end(), more.begin(), more.end());
    return script;
}

/// One mail taken.
mail_script taking(std::size_t mails)
{
    mail_script script;
    for (std::size_t i = 0; i < mails; ++i)
        for (const mail_step& step : {hears("DATA"), says("250 ok\r\n250 ok\r\n354 go\r\n"), hears("\r\n."), says("250 2.0.0 queued\r\n")})
            script.push_back(step);
    return script;
}

envelope mail(const std::string& to = "vendor@ncc.test")
{
    return {.from = "bot@bv.test", .to = to, .raw = "Message-ID: <1@bv.test>\r\nSubject: x\r\n\r\nhi\r\n"};
}

/// A server that plays `scripts`, and a sender to it.
struct meeting {
    explicit meeting(std::vector<mail_script> scripts, protection how = protection::tls, const test_certificate& certificate = good_certificate(), credentials who = {})
        : peer(io, std::move(scripts), certificate.certificate_file(), certificate.key_file()), options(made(how, certificate, std::move(who)))
    {
    }
    smtp_options made(protection how, const test_certificate& certificate, credentials who) const
    {
        smtp_options out;
        out.account = "bot";
        out.server = {.host = "127.0.0.1", .port = peer.port(), .how = how, .ca_file = certificate.certificate_file()};
        out.who = std::move(who);
        if (out.who.user.empty())
            out.who = {.how = sign_in::password, .user = "bot@bv.test", .password = bot::secret(password)};
        out.connect = 800ms;
        out.command = 800ms;
        out.delivery = 800ms;
        out.bytes_per_second_min = 1 << 30;
        return out;
    }
    smtp_ports ports()
    {
        return {.alarm = [this](const mail_alarm& one) { alarms.push_back(one); }, .now = [this] { return now; }};
    }
    /// Sends them one after another.
    std::vector<send_outcome> send(std::vector<envelope> mails)
    {
        smtp_sender sender(io.get_executor(), options, ports());
        std::vector<send_outcome> out;
        loopback::run(io, [&]() -> asio::awaitable<void> {
            for (envelope& one : mails) {
                auto end = co_await sender.send(std::move(one));
                out.push_back(std::move(end));
            }
            co_await sender.leave();
        });
        counts = sender.counts();
        trouble = sender.trouble();
        return out;
    }
    send_outcome send_one() { return send({mail()}).front(); }
    bool leaked() const
    {
        const std::string& all = peer.heard();
        return all.find("AUTH") != std::string::npos || all.find(sasl_plain("bot@bv.test", password)) != std::string::npos;
    }

    asio::io_context io{1};
    mail_peer peer;
    smtp_options options;
    std::chrono::steady_clock::time_point now{};
    std::vector<mail_alarm> alarms{};
    smtp_counts counts{};
    std::string trouble{};
};

} // namespace

TEST_CASE("A mail is submitted over TLS and over STARTTLS", "[smtp][net]")
{
    meeting implicit({signed_in(taking(1))});
    const auto out = implicit.send_one();
    CHECK(out.what == send_class::sent);
    CHECK(out.code == 250);
    CHECK(implicit.peer.heard().find("MAIL FROM:<bot@bv.test> SIZE=") != std::string::npos);
    CHECK(implicit.peer.heard().find("hi\r\n.\r\n") != std::string::npos);
    CHECK(implicit.peer.heard().find("QUIT\r\n") != std::string::npos);
    mail_script script{says(greeting), hears("EHLO"), says(starttls_offer), hears("STARTTLS"), says("220 go\r\n"), secures(), hears("EHLO"), says(offers), hears("AUTH PLAIN"), says("235 in\r\n")};
    const mail_script rest = taking(1);
    script.insert(script.end(), rest.begin(), rest.end());
    meeting later({script}, protection::starttls);
    CHECK(later.send_one().what == send_class::sent);
    CHECK(later.peer.heard_in_the_clear() == "EHLO localhost\r\nSTARTTLS\r\n");
}

TEST_CASE("Mails share a connection up to its limit", "[smtp][net]")
{
    meeting busy({signed_in(taking(3))});
    busy.options.mails_per_connection_max = 3;
    const auto out = busy.send({mail(), mail(), mail(), mail(), mail(), mail()});
    for (const auto& one : out)
        CHECK(one.what == send_class::sent);
    CHECK(busy.counts.connections == 2);
    CHECK(busy.counts.sent == 6);
}

TEST_CASE("Many mails at once wait for the few connections there are", "[smtp][net]")
{
    meeting busy({signed_in(taking(20))});
    busy.options.connections_max = 2;
    smtp_sender sender(busy.io.get_executor(), busy.options, busy.ports());
    std::size_t sent = 0;
    loopback::run(busy.io, [&]() -> asio::awaitable<void> {
        const auto send_and_count = [&](int n) -> asio::awaitable<void> {
            const auto out = co_await sender.send(mail("v" + std::to_string(n) + "@ncc.test"));
            sent += out.what == send_class::sent ? 1 : 0;
        };
        for (int i = 0; i < 20; ++i)
            asio::co_spawn(busy.io, send_and_count(i), [](const std::exception_ptr&) {});
        asio::steady_timer moment(busy.io);
        while (sent < 20) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
    });
    CHECK(sender.counts().connections == 2);
    CHECK(busy.peer.connections() == 2);
}

TEST_CASE("An idle connection that the server closed is replaced silently", "[smtp][net]")
{
    mail_script first = signed_in(taking(1));
    first.push_back(closes());
    meeting gone({first, signed_in(taking(1))});
    const auto out = gone.send({mail(), mail()});
    CHECK(out[0].what == send_class::sent);
    CHECK(out[1].what == send_class::sent);
    CHECK(gone.peer.connections() == 2);
}

TEST_CASE("A connection idle for too long is not used again", "[smtp][net]")
{
    meeting slow({signed_in(taking(5))});
    smtp_sender sender(slow.io.get_executor(), slow.options, slow.ports());
    loopback::run(slow.io, [&]() -> asio::awaitable<void> {
        for (int i = 0; i < 2; ++i) {
            const auto out = co_await sender.send(mail());
            CHECK(out.what == send_class::sent);
            slow.now += 61s;
        }
    });
    CHECK(sender.counts().connections == 2);
}

TEST_CASE("SMTP tricks before TLS get no credential", "[smtp][net]")
{
    const auto [name, script] = GENERATE(table<std::string, mail_script>({
        {"injected", {says(greeting), hears("EHLO"), says(starttls_offer), hears("STARTTLS"), says("220 go\r\n250-mx\r\n250 AUTH PLAIN\r\n"), secures()}},
        {"stripped", {says(greeting), hears("EHLO"), says("250-mx\r\n250 AUTH PLAIN\r\n"), is_silent()}},
        {"refused", {says(greeting), hears("EHLO"), says(starttls_offer), hears("STARTTLS"), says("454 no\r\n"), is_silent()}},
        {"endless", {floods("220-" + std::string(1'000, 'x') + "\r\n", 1'000'000)}},
        {"endless line", {floods(std::string(65'536, '2'), 100'000)}},
        {"silent", {is_silent()}},
        {"dripping", {drips("220-" + std::string(1'000, 'x'))}},
        {"not SMTP", {says("* OK IMAP4rev1\r\n")}},
    }));
    CAPTURE(name);
    meeting trick({script}, protection::starttls);
    const auto began = std::chrono::steady_clock::now();
    const auto out = trick.send_one();
    CHECK((out.what == send_class::retry || out.what == send_class::setup));
    CHECK(std::chrono::steady_clock::now() - began < 3s);
    CHECK_FALSE(trick.leaked());
}

TEST_CASE("A wrong certificate gets neither credential nor mail and is alarmed", "[smtp][net]")
{
    const test_certificate other("DNS:wrong.invalid");
    meeting wrong({signed_in(taking(1))}, protection::tls, other);
    const auto out = wrong.send_one();
    CHECK(out.what == send_class::setup);
    CHECK_FALSE(wrong.leaked());
    REQUIRE(wrong.alarms.size() == 1);
    CHECK(wrong.alarms[0].what == mail_alarm_kind::sign_in);
}

TEST_CASE("After refused credentials nothing is tried for a while and the mail is kept", "[smtp][net]")
{
    const mail_script refuse{secures(), says(greeting), hears("EHLO"), says(offers), hears("AUTH"), says("535 5.7.8 no\r\n")};
    meeting refused({refuse, refuse, signed_in(taking(1))});
    smtp_sender sender(refused.io.get_executor(), refused.options, refused.ports());
    loopback::run(refused.io, [&]() -> asio::awaitable<void> {
        auto out = co_await sender.send(mail());
        CHECK(out.what == send_class::setup);
        CHECK(out.wait == 5min);
        CHECK(out.channel_wide);
        refused.now += 4min;
        out = co_await sender.send(mail());
        CHECK(out.what == send_class::setup);
        CHECK(out.wait == 1min);
        CHECK(refused.peer.connections() == 1);
        refused.now += 1min;
        out = co_await sender.send(mail());
        CHECK(out.wait == 10min);
        CHECK(refused.peer.connections() == 2);
        CHECK_FALSE(sender.trouble().empty());
        refused.now += 10min;
        out = co_await sender.send(mail());
        CHECK(out.what == send_class::sent);
        CHECK(sender.trouble().empty());
    });
    CHECK(refused.alarms.size() == 2);
    for (const mail_alarm& one : refused.alarms)
        CHECK(one.detail.find(password) == std::string::npos);
}

TEST_CASE("An expired SMTP token is renewed once", "[smtp][net]")
{
    credentials who{.how = sign_in::xoauth2, .user = "bot@bv.test"};
    std::vector<bool> asked;
    who.token = [&asked](bool refused) -> asio::awaitable<bot::result<std::string>> {
        asked.push_back(refused);
        co_return std::string(refused ? "fresh" : "stale");
    };
    const mail_script refuse{secures(), says(greeting), hears("EHLO"), says(offers), hears("AUTH XOAUTH2"), says("334 eyJzdGF0dXMiOiI0MDAifQ==\r\n"), hears(""), says("535 5.7.8 no\r\n")};
    mail_script take{secures(), says(greeting), hears("EHLO"), says(offers), hears("AUTH XOAUTH2 " + sasl_xoauth2("bot@bv.test", "fresh")), says("235 in\r\n")};
    const mail_script rest = taking(1);
    take.insert(take.end(), rest.begin(), rest.end());
    meeting expired({refuse, take}, protection::tls, good_certificate(), who);
    CHECK(expired.send_one().what == send_class::sent);
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(expired.alarms.empty());
}

TEST_CASE("Whether a lost connection leaves the mail in doubt depends on the final dot", "[smtp][net]")
{
    const auto end = [](mail_script more) {
        meeting lost({signed_in(std::move(more))});
        return lost.send_one().what;
    };
    CHECK(end({closes()}) == send_class::retry);
    CHECK(end({hears("DATA"), closes()}) == send_class::retry);
    CHECK(end({hears("DATA"), says("250 ok\r\n250 ok\r\n"), closes()}) == send_class::retry);
    CHECK(end({hears("DATA"), says("250 ok\r\n250 ok\r\n354 go\r\n"), hears("\r\n."), closes()}) == send_class::ambiguous);
    CHECK(end({hears("DATA"), says("250 ok\r\n250 ok\r\n354 go\r\n"), hears("\r\n."), is_silent()}) == send_class::ambiguous);
    CHECK(end({hears("DATA"), says("250 ok\r\n250 ok\r\n354 go\r\n"), hears("\r\n."), says("what?\r\n")}) == send_class::ambiguous);
    CHECK(end({hears("DATA"), says("250 ok\r\n250 ok\r\n354 go\r\n"), hears("\r\n."), says("451 4.3.0 disk\r\n")}) == send_class::retry);
    CHECK(end({hears("DATA"), says("250 ok\r\n550 5.1.1 unknown\r\n554 none\r\n")}) == send_class::permanent);
    CHECK(end({hears("DATA"), says("450 4.7.1 grey\r\n503 what\r\n503 what\r\n")}) == send_class::retry);
}

TEST_CASE("A server that stops reading a mail is left at the deadline", "[smtp][net]")
{
    // Never reads again after its consent: more than the socket buffers hold cannot leave.
    meeting stuck({{secures(), says(greeting), hears("EHLO"), says("250-mx\r\n250 AUTH PLAIN\r\n"), hears("AUTH PLAIN"), says("235 in\r\n"), hears("MAIL"), says("250 ok\r\n"), hears("RCPT"),
                    says("250 ok\r\n"), hears("DATA"), says("354 go\r\n"), drips(std::string(1'000, '2'))}});
    envelope large = mail();
    for (int i = 0; i < 200'000; ++i)
        large.raw += "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\r\n";
    const auto began = std::chrono::steady_clock::now();
    const auto out = stuck.send({std::move(large)});
    CHECK(out.front().what == send_class::retry);
    CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("A mail too large or with 8-bit bytes for this server does not leave", "[smtp][net]")
{
    meeting small({signed_in(taking(1))});
    envelope large = mail();
    large.raw += std::string(70, 'x') + "\r\n";
    for (int i = 0; i < 100; ++i)
        large.raw += std::string(70, 'x') + "\r\n";
    envelope accented = mail();
    accented.raw += "mật\r\n";
    const auto out = small.send({large, accented, mail()});
    CHECK(out[0].what == send_class::rejected);
    CHECK(out[1].what == send_class::rejected);
    CHECK(out[2].what == send_class::sent);
    CHECK(small.peer.connections() == 1);
}

TEST_CASE("An unsound envelope never reaches the server", "[smtp][net]")
{
    meeting unused({signed_in(taking(1))});
    envelope from = mail();
    from.from = "a@b>\r\nRCPT TO:<x@y";
    const auto out = unused.send({mail("a@b\r\nRCPT TO:<c@d>"), mail("a b@c"), mail("mật@bv.test"), mail("\"a\"@b"), mail(""), from});
    for (const auto& one : out)
        CHECK(one.what == send_class::rejected);
    CHECK(unused.peer.connections() == 0);
    unused.options.greeting_name = "a\r\nMAIL FROM:<x@y>";
    CHECK(unused.send_one().what == send_class::rejected);
    CHECK(unused.peer.connections() == 0);
}

TEST_CASE("A server that is not there or turns us away is tried later", "[smtp][net]")
{
    meeting away({{secures(), says("421 4.3.2 busy\r\n"), closes()}});
    auto out = away.send_one();
    CHECK(out.what == send_class::retry);
    CHECK(out.channel_wide);
    CHECK(away.alarms.empty());
    away.options.server.port = loopback::closed_port(away.io);
    out = away.send_one();
    CHECK(out.what == send_class::retry);
    CHECK(away.trouble.find("connect") != std::string::npos);
}

TEST_CASE("A refused sender address is our setup and alarmed", "[smtp][net]")
{
    meeting refused({signed_in({hears("DATA"), says("553 5.7.1 not owned by you\r\n503 what\r\n503 what\r\n")})});
    CHECK(refused.send_one().what == send_class::setup);
    REQUIRE(refused.alarms.size() == 1);
    CHECK(refused.alarms[0].what == mail_alarm_kind::setup);
}
