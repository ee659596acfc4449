#include "adapters/email/imap_session.hpp"

#include "adapters/email/sasl.hpp"
#include "tests/adapters/email/talk.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using talk::go_on;
using talk::hear;

namespace {

identity bot_user()
{
    return {.how = sign_in::password, .user = "bot@bv.test", .secret = bot::secret("p\"w")};
}

identity token_user()
{
    return {.how = sign_in::xoauth2, .user = "bot@bv.test", .secret = bot::secret("tok")};
}

imap_session plain(identity who = bot_user())
{
    return {protection::tls, std::move(who), {}};
}

/// Signed in, with these capabilities.
imap_session ready(const std::string& more = "IDLE MOVE UIDPLUS QUOTA", imap_limits limits = {})
{
    imap_session session(protection::tls, bot_user(), limits);
    hear(session, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello\r\n");
    const auto in = hear(session, "S1 OK [CAPABILITY IMAP4rev1 " + more + "] in\r\n");
    REQUIRE(in.done());
    return session;
}

} // namespace

TEST_CASE("Sign-in takes what the greeting offers", "[imap]")
{
    imap_session session = plain();
    CHECK(go_on(session).waits());
    const auto asked = hear(session, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hi\r\n");
    CHECK(asked.said == "S1 AUTHENTICATE PLAIN " + sasl_plain("bot@bv.test", "p\"w") + "\r\n");
    const auto in = hear(session, "S1 OK [CAPABILITY IMAP4rev1 IDLE] in\r\n");
    CHECK(in.done());
    CHECK(session.can("IDLE"));
    CHECK_FALSE(session.can("AUTH=PLAIN"));
}

TEST_CASE("Capabilities are asked for before and after sign-in when the server does not volunteer them", "[imap]")
{
    imap_session session = plain();
    CHECK(hear(session, "* OK hi\r\n").said == "S1 CAPABILITY\r\n");
    CHECK(hear(session, "* CAPABILITY IMAP4rev1\r\nS1 OK\r\n").said == "S2 LOGIN \"bot@bv.test\" \"p\\\"w\"\r\n");
    CHECK(hear(session, "S2 OK in\r\n").said == "S3 CAPABILITY\r\n");
    CHECK(hear(session, "* CAPABILITY IMAP4rev1 MOVE\r\nS3 OK\r\n").done());
    CHECK(session.can("MOVE"));
}

TEST_CASE("Without SASL-IR the answer follows the challenge", "[imap]")
{
    imap_session one = plain();
    CHECK(hear(one, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n").said == "S1 AUTHENTICATE PLAIN\r\n");
    CHECK(hear(one, "+ \r\n").said == sasl_plain("bot@bv.test", "p\"w") + "\r\n");
    imap_session two = plain();
    CHECK(hear(two, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=LOGIN] hi\r\n").said == "S1 AUTHENTICATE LOGIN\r\n");
    CHECK(hear(two, "+ VXNlcm5hbWU6\r\n").said == base64("bot@bv.test") + "\r\n");
    CHECK(hear(two, "+ UGFzc3dvcmQ6\r\n").said == base64("p\"w") + "\r\n");
    // Whoever asks for more gets a cancellation, and nothing a second time.
    CHECK(hear(two, "+ more\r\n").said == "*\r\n");
    CHECK(hear(two, "+ more\r\n").failed());
}

TEST_CASE("LOGINDISABLED is respected and an unusable password never leaves", "[imap]")
{
    imap_session disabled = plain();
    const auto end = hear(disabled, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n");
    CHECK(end.failed());
    CHECK(end.end.why.code == bot::errc::rejected);
    imap_session odd = plain({.how = sign_in::password, .user = "a\r\nS9 DELETE INBOX", .secret = bot::secret("x")});
    CHECK(hear(odd, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n").said.empty());
    imap_session accented = plain({.how = sign_in::password, .user = "bot", .secret = bot::secret("mật khẩu")});
    CHECK(hear(accented, "* OK [CAPABILITY IMAP4rev1] hi\r\n").failed()); // LOGIN would need a literal
    imap_session nobody = plain({.how = sign_in::nothing});
    CHECK(hear(nobody, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n").failed());
}

TEST_CASE("A refused token brings its reason in an extra round trip", "[imap]")
{
    const bool initial = GENERATE(true, false);
    imap_session session = plain(token_user());
    const std::string blob = sasl_xoauth2("bot@bv.test", "tok");
    const auto first = hear(session, initial ? "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hi\r\n" : "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hi\r\n");
    if (initial) {
        CHECK(first.said == "S1 AUTHENTICATE XOAUTH2 " + blob + "\r\n");
    } else {
        CHECK(first.said == "S1 AUTHENTICATE XOAUTH2\r\n");
        CHECK(hear(session, "+ \r\n").said == blob + "\r\n");
    }
    CHECK(hear(session, "+ " + base64("{\"status\":\"401\"}") + "\r\n").said == "\r\n");
    const auto end = hear(session, "S1 NO [AUTHENTICATIONFAILED] no\r\n");
    CHECK(end.failed());
    CHECK(end.end.why.code == bot::errc::unauthentic);
    CHECK(end.end.why.detail.find("status 401") != std::string::npos);
}

TEST_CASE("A token is not sent where XOAUTH2 is not offered", "[imap]")
{
    imap_session session = plain(token_user());
    const auto end = hear(session, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n");
    CHECK(end.said.empty());
    CHECK(end.failed());
}

TEST_CASE("A refused sign-in tells wrong credentials from a server in trouble", "[imap]")
{
    const auto refuse = [](const std::string& answer) {
        imap_session session = plain();
        hear(session, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n");
        return hear(session, answer).end.why.code;
    };
    CHECK(refuse("S1 NO [AUTHENTICATIONFAILED] no\r\n") == bot::errc::unauthentic);
    CHECK(refuse("S1 NO go away\r\n") == bot::errc::unauthentic);
    CHECK(refuse("S1 NO [UNAVAILABLE] later\r\n") == bot::errc::unreachable);
    CHECK(refuse("S1 BAD what\r\n") == bot::errc::rejected);
    CHECK(refuse("* BYE too many\r\n") == bot::errc::unreachable);
    CHECK(refuse("S2 OK in\r\n") == bot::errc::malformed);
}

TEST_CASE("STARTTLS comes first and everything said before it is forgotten", "[imap]")
{
    imap_session session(protection::starttls, bot_user(), {});
    CHECK(hear(session, "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR] hi\r\n").said == "S1 STARTTLS\r\n");
    CHECK(hear(session, "S1 OK begin\r\n").secures());
    session.secured();
    CHECK(go_on(session).said == "S2 CAPABILITY\r\n");
    CHECK(hear(session, "* CAPABILITY IMAP4rev1 AUTH=LOGIN LOGINDISABLED\r\nS2 OK\r\n").said == "S3 AUTHENTICATE LOGIN\r\n");
}

TEST_CASE("No credential leaves before TLS whatever the server tries", "[imap]")
{
    const std::string greeting = GENERATE(std::string("* PREAUTH welcome\r\n"), std::string("* OK hi\r\nS1 BAD unknown\r\n"), std::string("* OK hi\r\nS1 NO not now\r\n"),
                                          std::string("* OK hi\r\nS1 OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n"), std::string("* OK hi\r\nS1 OK begin\r\nS2"),
                                          std::string("* BYE no\r\n"), std::string("S1 OK\r\n"), std::string("+ go\r\n"), std::string("* 1 EXISTS\r\n"),
                                          std::string("* OK hi\r\n+ go\r\n"), std::string("* OK hi\r\nS2 OK\r\n"));
    imap_session session(protection::starttls, bot_user(), {});
    const auto end = hear(session, greeting);
    CHECK(end.failed());
    CHECK((end.said.empty() || end.said == "S1 STARTTLS\r\n"));
}

TEST_CASE("SELECT brings what identifies a folder", "[imap]")
{
    imap_session session = ready();
    session.begin(*imap_select("Sự cố"));
    CHECK(go_on(session).said == "S2 SELECT \"S&HvE- c&HtE-\"\r\n");
    CHECK(hear(session, "* FLAGS (\\Seen)\r\n* 172 EXISTS\r\n* OK [UIDVALIDITY 38] ok\r\n* OK [UIDNEXT 4392] next\r\nS2 OK [READ-WRITE] done\r\n").done());
    CHECK(session.outcome().good);
    CHECK(session.outcome().mailbox.uidvalidity == 38);
    CHECK(session.outcome().mailbox.uidnext == 4392);
    CHECK(session.outcome().mailbox.exists == 172);
    CHECK_FALSE(session.outcome().mailbox.read_only);
    session.begin(*imap_select("x"));
    CHECK(hear(session, "S3 NO [NONEXISTENT] no\r\n").done());
    CHECK_FALSE(session.outcome().good);
    CHECK(session.outcome().code == "NONEXISTENT");
    session.begin(*imap_select("x"));
    CHECK(hear(session, "* OK [UIDVALIDITY 0] x\r\n").failed());
}

TEST_CASE("A folder name that would be a second command is not sent", "[imap]")
{
    CHECK_FALSE(imap_select("INBOX\r\nS9 DELETE INBOX"));
    CHECK_FALSE(imap_create(std::string("a\0b", 3)));
    CHECK_FALSE(imap_move({1}, "\n"));
    CHECK_FALSE(imap_quota_root(""));
}

TEST_CASE("A search gives its UIDs in order and once", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_search_from(5));
    CHECK(go_on(session).said == "S2 UID SEARCH UID 5:*\r\n");
    CHECK(hear(session, "* SEARCH 9 7\r\n* SEARCH 7 12 (MODSEQ 3)\r\nS2 OK\r\n").done());
    CHECK(session.outcome().found == uid_list{7, 9, 12});
    session.begin(imap_search_unseen());
    CHECK(hear(session, "* SEARCH x\r\n").failed());
}

TEST_CASE("A search may name as many mails as the folder holds", "[imap]")
{
    imap_session session = ready();
    std::string line = "* SEARCH";
    for (std::uint32_t i = 0; i < 100'000; ++i)
        line += " " + std::to_string(4'000'000'000U + i);
    session.begin(*imap_select("INBOX"));
    hear(session, "* 100000 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nS2 OK\r\n");
    session.begin(imap_search_from(1));
    CHECK(hear(session, line + "\r\nS3 OK\r\n").done());
    CHECK(session.outcome().found.size() == 100'000);
    // The limit is the usual one again afterwards.
    session.begin(imap_noop());
    CHECK(hear(session, line + "\r\n").failed());
}

TEST_CASE("Mails are taken by the UID they carry", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_fetch({3, 4}, 1'000, 10'000));
    CHECK(go_on(session).said == "S2 UID FETCH 3:4 (UID BODY.PEEK[]<0.1001>)\r\n");
    hear(session, "* 2 FETCH (BODY[]<0> {2}\r\nB! UID 4)\r\n* 9 FETCH (FLAGS (\\Seen) UID 77)\r\n* 1 FETCH (UID 3 BODY[]<0> \"A\")\r\n");
    CHECK(hear(session, "S2 OK\r\n").done());
    REQUIRE(session.outcome().mails.size() == 2);
    CHECK(session.outcome().mails[0].uid == 3);
    CHECK(session.outcome().mails[0].raw == "A");
    CHECK(session.outcome().mails[1].raw == "B!");
}

TEST_CASE("A mail that was not asked for breaks the conversation", "[imap]")
{
    const std::string answer = GENERATE(std::string("* 1 FETCH (UID 999 BODY[]<0> {1}\r\nx)\r\n"), std::string("* 1 FETCH (BODY[]<0> {1}\r\nx)\r\n"),
                                        std::string("* 1 FETCH (UID 3 BODY[]<0> \"x\")\r\n* 1 FETCH (UID 3 BODY[]<0> \"y\")\r\n"), std::string("* 1 FETCH x\r\n"),
                                        std::string("* 1 FETCH (UID 0 BODY[] \"x\")\r\n"));
    imap_session session = ready();
    session.begin(imap_fetch({3}, 1'000, 10'000));
    CHECK(hear(session, answer).failed());
}

TEST_CASE("A mail that nobody fetches at the moment breaks the conversation", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_noop());
    CHECK(hear(session, "* 1 FETCH (UID 3 BODY[] \"x\")\r\n").failed());
}

TEST_CASE("A mail gone meanwhile is simply missing", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_fetch({3, 4}, 1'000, 10'000));
    CHECK(hear(session, "* 1 FETCH (UID 3 BODY[]<0> NIL)\r\n* 1 EXPUNGE\r\nS2 OK\r\n").done());
    CHECK(session.outcome().mails.empty());
}

TEST_CASE("A server that understated sizes can send neither one mail nor all too large", "[imap]")
{
    imap_session one = ready();
    one.begin(imap_fetch({3}, 100'000, 300'000));
    hear(one, "* 1 FETCH (UID 3 BODY[]<0> {100001}\r\n" + std::string(100'001, 'x') + ")\r\nS2 OK\r\n");
    REQUIRE(one.outcome().mails.size() == 1);
    CHECK(one.outcome().mails[0].cut);
    CHECK(one.outcome().mails[0].raw.size() == 100'000);
    imap_session beyond = ready();
    beyond.begin(imap_fetch({3}, 100'000, 300'000));
    CHECK(hear(beyond, "* 1 FETCH (UID 3 BODY[]<0> {100002}\r\n").failed());
    imap_session all = ready();
    all.begin(imap_fetch({3, 4}, 100'000, 150'000));
    const std::string body = "{90000}\r\n" + std::string(90'000, 'x') + ")\r\n";
    hear(all, "* 1 FETCH (UID 3 BODY[]<0> " + body);
    CHECK(hear(all, "* 1 FETCH (UID 4 BODY[]<0> " + body).failed());
}

TEST_CASE("Sizes are taken of the mails asked about", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_sizes({3, 4, 5}));
    CHECK(go_on(session).said == "S2 UID FETCH 3:5 (UID RFC822.SIZE)\r\n");
    hear(session, "* 1 FETCH (UID 5 RFC822.SIZE 44)\r\n* 2 FETCH (RFC822.SIZE 99999999999 UID 3)\r\n* 3 FETCH (UID 8 RFC822.SIZE 1)\r\nS2 OK\r\n");
    REQUIRE(session.outcome().sizes.size() == 2);
    CHECK(session.outcome().sizes[0].bytes == UINT32_MAX);
    CHECK(session.outcome().sizes[1].bytes == 44);
    session.begin(imap_sizes({3}));
    CHECK(hear(session, "* 1 FETCH (UID 3 RFC822.SIZE -4)\r\n").failed());
}

TEST_CASE("IDLE waits for the consent and hears of new mails", "[imap]")
{
    imap_session session = ready();
    session.begin(*imap_select("INBOX"));
    hear(session, "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nS2 OK\r\n");
    session.begin(imap_search_from(1));
    hear(session, "S3 OK\r\n");
    CHECK_FALSE(session.news());
    session.begin(imap_idle());
    CHECK(go_on(session).said == "S4 IDLE\r\n");
    CHECK(session.end_idle().empty());
    CHECK(hear(session, "+ idling\r\n").waits());
    hear(session, "* OK Still here\r\n* 2 EXPUNGE\r\n* 2 EXISTS\r\n");
    CHECK_FALSE(session.news());
    hear(session, "* 3 EXISTS\r\n");
    CHECK(session.news());
    CHECK(session.end_idle() == "DONE\r\n");
    CHECK(session.end_idle().empty());
    CHECK(hear(session, "S4 OK done\r\n").done());
    CHECK(session.outcome().good);
}

TEST_CASE("News between two commands is not lost", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_search_from(1));
    hear(session, "S2 OK\r\n");
    session.begin(imap_add_flag({1}, "\\Seen"));
    CHECK(go_on(session).said == "S3 UID STORE 1 +FLAGS.SILENT (\\Seen)\r\n");
    hear(session, "* 1 EXISTS\r\nS3 OK\r\n");
    CHECK(session.news());
    session.begin(imap_idle());
    CHECK(session.news());
}

TEST_CASE("A refused IDLE is a refusal and BYE ends everything", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_idle());
    CHECK(hear(session, "S2 NO busy\r\n").done());
    CHECK_FALSE(session.outcome().good);
    session.begin(imap_idle());
    hear(session, "+ \r\n");
    const auto end = hear(session, "* BYE Session invalidated - AccessTokenExpired\r\n");
    CHECK(end.failed());
    CHECK(end.end.why.code == bot::errc::unreachable);
    CHECK(end.end.why.detail.find("AccessTokenExpired") != std::string::npos);
}

TEST_CASE("Alerts and a full mailbox are handed on once", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_noop());
    hear(session, "* OK [ALERT] Maintenance at \x1b[31m22:00\r\n* NO [OVERQUOTA] full\r\n");
    CHECK(hear(session, "S2 NO [ALERT] again\r\n").done());
    const auto notices = session.take_notices();
    REQUIRE(notices.size() == 3);
    CHECK(notices[0].code == "ALERT");
    CHECK(notices[0].text == "Maintenance at ?[31m22:00");
    CHECK(notices[1].code == "OVERQUOTA");
    CHECK(session.take_notices().empty());
}

TEST_CASE("Quotas are read in whatever form they come", "[imap]")
{
    imap_session session = ready();
    session.begin(*imap_quota_root("INBOX"));
    CHECK(go_on(session).said == "S2 GETQUOTAROOT \"INBOX\"\r\n");
    hear(session, "* QUOTAROOT INBOX \"User quota\"\r\n* QUOTA \"User quota\" (MESSAGE 5 10 STORAGE 800 1000)\r\n* QUOTA x ()\r\n* QUOTA\r\nS2 OK\r\n");
    REQUIRE(session.outcome().quotas.size() == 1);
    CHECK(session.outcome().quotas[0].used_kib == 800);
    CHECK(session.outcome().quotas[0].limit_kib == 1000);
}

TEST_CASE("Replies to one command are counted", "[imap]")
{
    imap_limits few;
    few.replies_max = 10;
    imap_session session = ready("IDLE", few);
    session.begin(imap_noop());
    std::string flood;
    for (int i = 0; i < 11; ++i)
        flood += "* 1 EXISTS\r\n";
    CHECK(hear(session, flood).failed());
}

TEST_CASE("LOGOUT takes the good-bye for what it is", "[imap]")
{
    imap_session session = ready();
    session.begin(imap_logout());
    CHECK(go_on(session).said == "S2 LOGOUT\r\n");
    CHECK(hear(session, "* BYE see you\r\nS2 OK\r\n").done());
}

TEST_CASE("A session that failed says so for ever", "[imap]")
{
    imap_session session = plain();
    CHECK(hear(session, "garbage\r\n").failed());
    CHECK(hear(session, "* OK hi\r\n").failed());
    CHECK(hear(session, "* OK hi\r\n").said.empty());
}
