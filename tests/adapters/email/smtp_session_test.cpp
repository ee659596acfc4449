#include "adapters/email/smtp_outcome.hpp"
#include "adapters/email/smtp_session.hpp"

#include "adapters/email/sasl.hpp"
#include "tests/adapters/email/talk.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using bot::flow::send_class;
using talk::go_on;
using talk::hear;

namespace {

identity bot_user()
{
    return {.how = sign_in::password, .user = "bot@bv.test", .secret = bot::secret("pw")};
}

const std::string offers = "250-mx\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n";
const std::string offers_little = "250-mx\r\n250 AUTH PLAIN\r\n";

smtp_session ready(const std::string& ehlo = offers)
{
    smtp_session session(protection::tls, bot_user(), "bot.bv.test");
    hear(session, "220 mx\r\n");
    hear(session, ehlo);
    const auto in = hear(session, "235 2.7.0 in\r\n");
    REQUIRE(in.done());
    return session;
}

mail_data mail(const std::string& raw = "Subject: x\r\n\r\nhi\r\n")
{
    return *to_mail_data(raw);
}

smtp_verdict verdict(smtp_stage stage, const std::string& line)
{
    smtp_reader reader;
    reader.put(line + "\r\n");
    return {.stage = stage, .reply = **reader.next()};
}

send_class meant(smtp_stage stage, const std::string& line)
{
    return outcome_of(verdict(stage, line)).what;
}

} // namespace

TEST_CASE("Submission greets and signs in", "[smtp]")
{
    smtp_session session(protection::tls, bot_user(), "bot.bv.test");
    CHECK(go_on(session).waits());
    CHECK(hear(session, "220-hello\r\n220 mx\r\n").said == "EHLO bot.bv.test\r\n");
    CHECK(hear(session, offers).said == "AUTH PLAIN " + sasl_plain("bot@bv.test", "pw") + "\r\n");
    CHECK(hear(session, "235 in\r\n").done());
    CHECK(session.size_max() == 1000);
    CHECK(session.takes_eight_bit());
}

TEST_CASE("Submission uses LOGIN where PLAIN is missing and nothing where nothing is wanted", "[smtp]")
{
    smtp_session login(protection::tls, bot_user(), "b");
    hear(login, "220 mx\r\n");
    CHECK(hear(login, "250-mx\r\n250 auth=login\r\n").said == "AUTH LOGIN\r\n");
    CHECK(hear(login, "334 VXNlcm5hbWU6\r\n").said == base64("bot@bv.test") + "\r\n");
    CHECK(hear(login, "334 UGFzc3dvcmQ6\r\n").said == base64("pw") + "\r\n");
    CHECK(hear(login, "334 more\r\n").said == "*\r\n");
    CHECK(hear(login, "235 in\r\n").failed()); // we had cancelled
    smtp_session open(protection::none, {.how = sign_in::nothing}, "b");
    hear(open, "220 mx\r\n");
    CHECK(hear(open, "250 mx\r\n").done());
}

TEST_CASE("A refused SMTP token brings its reason in an extra round trip", "[smtp]")
{
    smtp_session session(protection::tls, {.how = sign_in::xoauth2, .user = "bot@bv.test", .secret = bot::secret("tok")}, "b");
    hear(session, "220 mx\r\n");
    CHECK(hear(session, offers).said == "AUTH XOAUTH2 " + sasl_xoauth2("bot@bv.test", "tok") + "\r\n");
    CHECK(hear(session, "334 " + base64("{\"status\":\"400\"}") + "\r\n").said == "\r\n");
    const auto end = hear(session, "535 5.7.8 no\r\n");
    CHECK(end.failed());
    CHECK(end.end.why.code == bot::errc::unauthentic);
    CHECK(end.end.why.detail.find("status 400") != std::string::npos);
}

TEST_CASE("Refusals before the first mail are told apart", "[smtp]")
{
    const auto after = [](const std::vector<std::string>& said) {
        smtp_session session(protection::tls, bot_user(), "b");
        talk::turn last;
        for (const std::string& one : said)
            last = hear(session, one);
        REQUIRE(last.failed());
        return last.end.why.code;
    };
    CHECK(after({"421 later\r\n"}) == bot::errc::unreachable);
    CHECK(after({"554 no mail here\r\n"}) == bot::errc::rejected);
    CHECK(after({"220 mx\r\n", "502 what\r\n"}) == bot::errc::rejected);
    CHECK(after({"220 mx\r\n", "250 mx\r\n"}) == bot::errc::rejected); // no AUTH
    CHECK(after({"220 mx\r\n", offers, "535 5.7.8 no\r\n"}) == bot::errc::unauthentic);
    CHECK(after({"220 mx\r\n", offers, "454 4.7.0 backend down\r\n"}) == bot::errc::unreachable);
    CHECK(after({"220 mx\r\n", offers, "nonsense\r\n"}) == bot::errc::malformed);
}

TEST_CASE("No SMTP credential leaves before TLS whatever the server tries", "[smtp]")
{
    const std::vector<std::string> said = GENERATE(std::vector<std::string>{"220 mx\r\n", "250-mx\r\n250 AUTH PLAIN\r\n"}, // stripped
                                                   std::vector<std::string>{"220 mx\r\n", "250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "454 not now\r\n"},
                                                   std::vector<std::string>{"220 mx\r\n", "250-mx\r\n250 STARTTLS\r\n", "220 go\r\n250-mx\r\n250 AUTH PLAIN\r\n"},
                                                   std::vector<std::string>{"220 mx\r\n", "250-mx\r\n250 STARTTLS\r\n", "220 go\r\nx"},
                                                   std::vector<std::string>{"220 mx\r\n", "235 welcome\r\n"});
    smtp_session session(protection::starttls, bot_user(), "b");
    std::string all;
    talk::turn last;
    for (const std::string& one : said) {
        last = hear(session, one);
        all += last.said;
    }
    CHECK(last.failed());
    CHECK(all.find("AUTH") == std::string::npos);
}

TEST_CASE("After STARTTLS the extensions are asked for again", "[smtp]")
{
    smtp_session session(protection::starttls, bot_user(), "b");
    hear(session, "220 mx\r\n");
    CHECK(hear(session, "250-mx\r\n250-STARTTLS\r\n250-SIZE 5\r\n250 AUTH PLAIN\r\n").said == "STARTTLS\r\n");
    CHECK(hear(session, "220 go\r\n").secures());
    session.secured();
    CHECK(go_on(session).said == "EHLO b\r\n");
    CHECK(hear(session, "250-mx\r\n250 AUTH LOGIN\r\n").said == "AUTH LOGIN\r\n");
    CHECK(session.size_max() == 0);
}

TEST_CASE("With PIPELINING the envelope goes out at once", "[smtp]")
{
    smtp_session session = ready();
    session.begin("bot@bv.test", "vendor@ncc.test", mail());
    CHECK(go_on(session).said == "MAIL FROM:<bot@bv.test> SIZE=21\r\nRCPT TO:<vendor@ncc.test>\r\nDATA\r\n");
    CHECK(hear(session, "250 ok\r\n250 ok\r\n354 go\r\n").done());
    CHECK(session.wants_mail());
    session.begin_mail("Subject: x\r\n\r\nhi\r\n.\r\n");
    wire_action out = session.next();
    CHECK(out.what == wire_action::kind::write);
    CHECK_FALSE(session.mail_left()); // the write may still fail
    CHECK(session.next().what == wire_action::kind::read);
    CHECK(session.mail_left());
    CHECK(hear(session, "250 2.0.0 queued as 1\r\n").done());
    CHECK(session.verdict().stage == smtp_stage::verdict);
    CHECK(outcome_of(session.verdict()).what == send_class::sent);
    session.begin("", "b@c", mail("mật\r\n"));
    CHECK(go_on(session).said.starts_with("MAIL FROM:<> SIZE=10 BODY=8BITMIME\r\n"));
}

TEST_CASE("Without PIPELINING each word waits for its answer", "[smtp]")
{
    smtp_session session = ready(offers_little);
    session.begin("a@b", "c@d", mail("mật\r\n"));
    CHECK(go_on(session).said == "MAIL FROM:<a@b>\r\n");
    CHECK(hear(session, "250 ok\r\n").said == "RCPT TO:<c@d>\r\n");
    CHECK(hear(session, "250 ok\r\n").said == "DATA\r\n");
    CHECK(hear(session, "354 go\r\n").done());
    CHECK(session.wants_mail());
}

TEST_CASE("A refused recipient leaves the connection fit for the next mail", "[smtp]")
{
    const bool ahead = GENERATE(true, false);
    smtp_session session = ready(ahead ? offers : offers_little);
    session.begin("a@b", "nosuch@d", mail());
    talk::turn end;
    if (ahead) {
        go_on(session);
        end = hear(session, "250 ok\r\n550 5.1.1 unknown\r\n554 5.5.1 no valid recipients\r\n");
    } else {
        go_on(session);
        hear(session, "250 ok\r\n");
        end = hear(session, "550 5.1.1 unknown\r\n");
    }
    CHECK(end.done());
    CHECK_FALSE(session.wants_mail());
    CHECK(session.verdict().stage == smtp_stage::recipient);
    CHECK(session.verdict().reply.code == 550);
    session.begin("a@b", "c@d", mail());
    CHECK(go_on(session).said == "RSET\r\n");
    CHECK(hear(session, "250 ok\r\n").said.starts_with("MAIL FROM:<a@b>"));
}

TEST_CASE("A server that wants a mail for nobody gets none", "[smtp]")
{
    smtp_session session = ready();
    session.begin("a@b", "nosuch@d", mail());
    go_on(session);
    CHECK(hear(session, "250 ok\r\n550 5.1.1 unknown\r\n354 go\r\n").done());
    CHECK_FALSE(session.wants_mail());
    CHECK(session.verdict().reply.code == 550);
    CHECK(session.ending());
}

TEST_CASE("Service ending in the middle is known", "[smtp]")
{
    smtp_session session = ready();
    session.begin("a@b", "c@d", mail());
    go_on(session);
    CHECK(hear(session, "421 4.3.2 shutting down\r\n").done());
    CHECK(session.ending());
    const auto out = outcome_of(session.verdict());
    CHECK(out.what == send_class::retry);
    CHECK(out.channel_wide);
    smtp_session odd = ready();
    odd.begin("a@b", "c@d", mail());
    CHECK(hear(odd, "354 go\r\n").failed());
    smtp_session unasked = ready();
    CHECK(unasked.next().what == wire_action::kind::done);
}

TEST_CASE("Verdicts mean what the send queue can act on", "[smtp]")
{
    using stage = smtp_stage;
    CHECK(meant(stage::verdict, "250 2.0.0 queued") == send_class::sent);
    CHECK(meant(stage::recipient, "450 4.2.0 greylisted") == send_class::retry);
    CHECK(meant(stage::recipient, "452 4.2.2 full") == send_class::retry);
    CHECK(meant(stage::verdict, "451 4.3.0 disk") == send_class::retry);
    CHECK(meant(stage::sender, "451 later") == send_class::retry);
    CHECK(meant(stage::recipient, "550 5.1.1 unknown") == send_class::permanent);
    CHECK(meant(stage::recipient, "550 unknown") == send_class::permanent);
    CHECK(meant(stage::recipient, "550 5.7.1 not wanted") == send_class::permanent);
    CHECK(meant(stage::verdict, "550 5.1.1 unknown") == send_class::permanent);
    CHECK(meant(stage::recipient, "552 5.2.2 mailbox full") == send_class::permanent);
    CHECK(meant(stage::sender, "552 5.3.4 too big") == send_class::rejected);
    CHECK(meant(stage::sender, "552 too big") == send_class::rejected);
    CHECK(meant(stage::verdict, "554 5.7.1 looks like spam") == send_class::rejected);
    CHECK(meant(stage::verdict, "554 5.6.0 malformed") == send_class::rejected);
    CHECK(meant(stage::sender, "530 5.7.0 authenticate first") == send_class::setup);
    CHECK(meant(stage::sender, "550 5.7.60 not allowed to send as this") == send_class::setup);
    CHECK(meant(stage::recipient, "553 5.7.8 expired") == send_class::setup);
    CHECK(meant(stage::recipient, "550 5.1.8 bad sender") == send_class::setup);
    const auto out = outcome_of(verdict(stage::recipient, "550 5.1.1 unk\x01nown"));
    CHECK(out.code == 550);
    CHECK(out.detail == "RCPT: 550 5.1.1 unk?nown");
}

TEST_CASE("QUIT is said and its answer not insisted on", "[smtp]")
{
    smtp_session session = ready();
    session.begin_quit();
    CHECK(go_on(session).said == "QUIT\r\n");
    CHECK(hear(session, "221 bye\r\n").done());
}
