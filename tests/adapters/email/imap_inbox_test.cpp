#include "adapters/email/imap_inbox.hpp"

#include "tests/adapters/email/in_memory_bot.hpp"
#include "tests/adapters/email/mail_peer.hpp"
#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

const std::string hello = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n";

std::string fetched(std::uint32_t uid, const std::string& raw)
{
    return "* 1 FETCH (UID " + std::to_string(uid) + " BODY[]<0> {" + std::to_string(raw.size()) + "}\r\n" + raw + ")\r\n";
}

std::string sized(std::uint32_t uid, std::size_t bytes)
{
    return "* 1 FETCH (UID " + std::to_string(uid) + " RFC822.SIZE " + std::to_string(bytes) + ")\r\n";
}

/// Signed in, INBOX selected.
mail_script selected(std::uint32_t uidvalidity, mail_script more, const std::string& can = "IDLE MOVE")
{
    mail_script script{says(hello), hears("AUTHENTICATE"), says("{tag} OK [CAPABILITY IMAP4rev1 " + can + "] in\r\n"), hears("SELECT \"INBOX\""),
                       says("* 1 EXISTS\r\n* OK [UIDVALIDITY " + std::to_string(uidvalidity) + "] x\r\n{tag} OK [READ-WRITE]\r\n")};
    script.insert(script.end(), more.begin(), more.end());
    return script;
}

mail_script operator+(mail_script a, const mail_script& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

mail_script finds(const std::string& fresh, const std::string& unseen = "")
{
    return {hears("UID SEARCH UID"), says("* SEARCH" + fresh + "\r\n{tag} OK\r\n"), hears("UID SEARCH UNSEEN"), says("* SEARCH" + unseen + "\r\n{tag} OK\r\n")};
}

mail_script gives(std::uint32_t uid, const std::string& raw)
{
    return {hears("RFC822.SIZE"), says(sized(uid, raw.size()) + "{tag} OK\r\n"), hears("BODY.PEEK[]"), says(fetched(uid, raw) + "{tag} OK\r\n")};
}

const mail_script marks{hears("+FLAGS.SILENT (\\Seen)"), says("{tag} OK\r\n")};
const mail_script idles{hears("IDLE"), says("+ idling\r\n")};

struct meeting {
    explicit meeting(std::vector<mail_script> scripts) : peer(io, std::move(scripts)), brain(io)
    {
        options.account = "bot";
        options.server = {.host = "127.0.0.1", .port = peer.port(), .how = protection::none};
        options.who = {.how = sign_in::password, .user = "bot", .password = bot::secret("pw")};
        options.limits.connect = 800ms;
        options.limits.command = 800ms;
        options.reconnect_first = 2ms;
        options.reconnect_max = 10ms;
        options.refused_first = 5ms;
        options.refused_max = 10ms;
        options.failed_again = 1ms;
    }
    /// Runs the inbox until `enough` says so, then stops it.
    void run_until(const std::function<bool()>& enough)
    {
        imap_inbox inbox(io.get_executor(), options, brain.ports());
        bool ended = false;
        loopback::run(io, [&]() -> asio::awaitable<void> {
            auto work = inbox.run();
            asio::co_spawn(io, std::move(work), [&ended](const std::exception_ptr&) { ended = true; });
            asio::steady_timer moment(io);
            while (!enough()) {
                moment.expires_after(1ms);
                co_await moment.async_wait(asio::use_awaitable);
                health = inbox.healthy();
                counts = inbox.counts();
            }
            inbox.stop();
            while (!ended) {
                moment.expires_after(1ms);
                co_await moment.async_wait(asio::use_awaitable);
            }
        });
        counts = inbox.counts();
    }

    asio::io_context io{1};
    mail_peer peer;
    in_memory_bot brain;
    imap_inbox_options options;
    inbox_health health{};
    inbox_counts counts{};
};

} // namespace

TEST_CASE("A new mail is handed on and marked only after it is stored", "[inbox]")
{
    meeting one({selected(7, finds(" 5") + gives(5, "Subject: x\r\n\r\nhi\r\n") + marks + idles)});
    one.brain.on_accept = [&](const received_mail&) {
        CHECK(one.peer.heard().find("Seen") == std::string::npos);
        return acceptance::stored;
    };
    one.run_until([&] { return one.counts.marked == 1 && one.health.good; });
    REQUIRE(one.brain.mails.size() == 1);
    CHECK(one.brain.mails[0].uid == 5);
    CHECK(one.brain.mails[0].uidvalidity == 7);
    CHECK(one.brain.mails[0].raw == "Subject: x\r\n\r\nhi\r\n");
    CHECK(one.brain.positions["INBOX"] == position{.uidvalidity = 7, .last_uid = 5});
    CHECK(one.peer.heard().find("UID STORE 5 +FLAGS.SILENT (\\Seen)") != std::string::npos);
}

TEST_CASE("Work goes on from the stored position and the sweep finds what lies below", "[inbox]")
{
    meeting one({selected(7, finds(" 9", " 3") + mail_script{hears("UID FETCH 3 (UID RFC822.SIZE)"), says(sized(3, 1) + "{tag} OK\r\n"), hears("BODY.PEEK[]"), says(fetched(3, "a") + "{tag} OK\r\n")} +
                                 marks + idles)});
    one.brain.positions["INBOX"] = {.uidvalidity = 7, .last_uid = 9};
    one.run_until([&] { return one.counts.marked == 1; });
    CHECK(one.peer.heard().find("UID SEARCH UID 10:*") != std::string::npos);
    REQUIRE(one.brain.mails.size() == 1);
    CHECK(one.brain.mails[0].uid == 3);
}

TEST_CASE("Another UIDVALIDITY has everything read anew", "[inbox]")
{
    meeting one({selected(8, finds(" 1") + gives(1, "a") + marks + idles)});
    one.brain.positions["INBOX"] = {.uidvalidity = 7, .last_uid = 900};
    one.run_until([&] { return one.counts.marked == 1; });
    CHECK(one.peer.heard().find("UID SEARCH UID 1:*") != std::string::npos);
    CHECK(one.brain.positions["INBOX"] == position{.uidvalidity = 8, .last_uid = 1});
}

TEST_CASE("News during IDLE brings the mail at once without selecting again", "[inbox]")
{
    meeting one({selected(7, finds("") + idles + mail_script{says("* 2 EXISTS\r\n"), hears("DONE"), says("S5 OK\r\n"), hears("UID SEARCH UID 1:*"), says("* SEARCH 6\r\n{tag} OK\r\n")} +
                                 gives(6, "a") + marks + idles)});
    one.run_until([&] { return one.counts.marked == 1; });
    CHECK(one.brain.mails.size() == 1);
    const std::string& heard = one.peer.heard();
    CHECK(heard.find("SELECT") == heard.rfind("SELECT"));
}

TEST_CASE("Several mails are handed on side by side", "[inbox]")
{
    std::string sizes;
    std::string bodies;
    std::string found;
    for (std::uint32_t uid = 1; uid <= 30; ++uid) {
        found += " " + std::to_string(uid);
        sizes += sized(uid, 1);
        bodies += fetched(uid, "a");
    }
    meeting many({selected(7, finds(found) + mail_script{hears("RFC822.SIZE"), says(sizes + "{tag} OK\r\n"), hears("UID FETCH 1:30"), says(bodies + "{tag} OK\r\n")} + marks + idles)});
    many.run_until([&] { return many.counts.marked == 30; });
    CHECK(many.brain.open_max == 30);
    CHECK(many.brain.positions["INBOX"].last_uid == 30);
    CHECK(many.peer.heard().find("UID STORE 1:30 ") != std::string::npos);
}

TEST_CASE("A mail that fails is not marked and comes again and holds up nobody", "[inbox]")
{
    meeting one({selected(7, finds(" 1 2") + mail_script{hears("RFC822.SIZE"), says(sized(1, 1) + sized(2, 1) + "{tag} OK\r\n"), hears("UID FETCH 1:2"), says(fetched(1, "a") + fetched(2, "b") + "{tag} OK\r\n"),
                                                         hears("UID STORE 2 "), says("{tag} OK\r\n"), hears("IDLE"), says("+ \r\n"), hears("DONE"), says("S8 OK\r\n"), hears("UID SEARCH UID 3:*"),
                                                         says("* SEARCH\r\n{tag} OK\r\n")} +
                                 gives(1, "a") + marks + idles)});
    one.options.failed_again = 20ms;
    int tries = 0;
    one.brain.on_accept = [&](const received_mail& mail) { return mail.uid == 1 && ++tries == 1 ? acceptance::failed : acceptance::stored; };
    one.run_until([&] { return one.counts.marked == 2; });
    CHECK(tries == 2);
    CHECK(one.counts.failed == 1);
    CHECK(one.brain.positions["INBOX"].last_uid == 2);
    CHECK(one.brain.mails.at(0).settled_uid == 0);
}

TEST_CASE("Poison is put aside and alarmed and handled mail is moved", "[inbox]")
{
    meeting one({selected(7, finds(" 1 2") + mail_script{hears("RFC822.SIZE"), says(sized(1, 1) + sized(2, 1) + "{tag} OK\r\n"), hears("UID FETCH 1:2"), says(fetched(1, "a") + fetched(2, "b") + "{tag} OK\r\n"),
                                                         hears("UID STORE 1:2 "), says("{tag} OK\r\n"), hears("UID MOVE 1 \"Failed\""), says("{tag} OK\r\n"), hears("UID MOVE 2 \"Done\""),
                                                         says("{tag} NO [OVERQUOTA] full\r\n")} +
                                 idles)});
    one.options.processed_folder = "Done";
    one.brain.on_accept = [](const received_mail& mail) { return mail.uid == 1 ? acceptance::quarantine : acceptance::duplicate; };
    one.run_until([&] { return one.health.good; });
    CHECK(one.brain.alarmed(mail_alarm_kind::poison));
    CHECK(one.brain.alarmed(mail_alarm_kind::quota));
    CHECK(one.counts.quarantined == 1);
    CHECK(one.counts.duplicates == 1);
}

TEST_CASE("Of an over-size mail only the header is fetched", "[inbox]")
{
    meeting one({selected(7, finds(" 1 2") + mail_script{hears("RFC822.SIZE"), says(sized(1, 5'000) + sized(2, 1) + "{tag} OK\r\n"), hears("UID FETCH 2 (UID BODY.PEEK[]"), says(fetched(2, "b") + "{tag} OK\r\n"),
                                                         hears("UID STORE 2 "), says("{tag} OK\r\n"), hears("UID FETCH 1 (UID BODY.PEEK[HEADER]"),
                                                         says("* 1 FETCH (UID 1 BODY[HEADER]<0> {14}\r\nSubject: x\r\n\r\n)\r\n{tag} OK\r\n")} +
                                 marks + idles)});
    one.options.limits.mail_bytes_max = 1'000;
    one.run_until([&] { return one.counts.marked == 2; });
    REQUIRE(one.brain.mails.size() == 2);
    CHECK_FALSE(one.brain.mails[0].oversize);
    CHECK(one.brain.mails[1].oversize);
    CHECK(one.brain.mails[1].size == 5'000);
    CHECK(one.brain.mails[1].raw == "Subject: x\r\n\r\n");
}

TEST_CASE("A mail that breaks every connection is handed on as a header and lets the others pass", "[inbox]")
{
    // Every connection dies when mail 1 is fetched whole; mail 2 is sound.
    const mail_script two_known = mail_script{hears("RFC822.SIZE"), says(sized(1, 1) + sized(2, 1) + "{tag} OK\r\n")};
    const mail_script dying = selected(7, finds(" 1 2") + two_known + mail_script{hears("UID FETCH 1:2"), closes()});
    const mail_script alone = selected(7, mail_script{hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("RFC822.SIZE"), says(sized(1, 1) + sized(2, 1) + "{tag} OK\r\n"), hears("UID FETCH 1 (UID BODY.PEEK[]"), closes()});
    const mail_script sound = selected(7, mail_script{hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("RFC822.SIZE"), says(sized(1, 1) + sized(2, 1) + "{tag} OK\r\n"), hears("UID FETCH 2 (UID BODY.PEEK[]"), says(fetched(2, "b") + "{tag} OK\r\n"),
                                                      hears("UID STORE 2 "), says("{tag} OK\r\n"), hears("UID FETCH 1 (UID BODY.PEEK[]"), closes()});
    const mail_script again = selected(7, mail_script{hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("RFC822.SIZE"), says(sized(1, 1) + "{tag} OK\r\n"), hears("UID FETCH 1 (UID BODY.PEEK[]"), closes()});
    const mail_script header = selected(7, mail_script{hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("RFC822.SIZE"), says(sized(1, 1) + "{tag} OK\r\n"), hears("UID FETCH 1 (UID BODY.PEEK[HEADER]"),
                                                       says("* 1 FETCH (UID 1 BODY[HEADER]<0> {3}\r\nA:b)\r\n{tag} OK\r\n"), hears("UID STORE 1 "), says("{tag} OK\r\n")} +
                                              idles);
    meeting bad({dying, alone, sound, again, again, header});
    bad.options.failed_again = 0ms;
    bad.run_until([&] { return bad.counts.marked == 2; });
    REQUIRE(bad.brain.mails.size() == 2);
    CHECK(bad.brain.mails[0].uid == 2);
    CHECK(bad.brain.mails[1].uid == 1);
    CHECK(bad.brain.mails[1].oversize);
    CHECK(bad.counts.connections == 6);
}

TEST_CASE("Refused credentials alarm at once and readiness says why", "[inbox]")
{
    meeting refused({{says(hello), hears("AUTHENTICATE"), says("{tag} NO [AUTHENTICATIONFAILED] wrong\r\n")}, selected(7, finds("") + idles)});
    refused.options.refused_first = 30ms;
    bool told = false;
    refused.run_until([&] {
        told = told || refused.health.reason.starts_with("sign-in refused: ");
        return refused.health.good;
    });
    CHECK(told);
    REQUIRE(refused.brain.alarms.size() == 1);
    CHECK(refused.brain.alarms[0].what == mail_alarm_kind::sign_in);
    CHECK(refused.brain.alarms[0].account == "bot");
}

TEST_CASE("Alerts reach the operator once and a nearly full mailbox is told", "[inbox]")
{
    const mail_script alerting = selected(7, finds("") + mail_script{hears("GETQUOTAROOT"), says("* OK [ALERT] We move on Sunday\r\n* QUOTA u (STORAGE 85 100)\r\n{tag} OK\r\n"), hears("IDLE"), says("+ \r\n* BYE restart\r\n")}, "IDLE QUOTA");
    const mail_script repeating = selected(7, mail_script{hears("UID SEARCH UID"), says("* OK [ALERT] We move on Sunday\r\n* SEARCH\r\n{tag} OK\r\n")} + idles, "IDLE QUOTA");
    meeting loud({alerting, repeating});
    loud.run_until([&] { return loud.counts.connections == 2 && loud.peer.heard().rfind("IDLE") > loud.peer.heard().rfind("UID SEARCH"); });
    REQUIRE(loud.brain.alarms.size() == 2);
    CHECK(loud.brain.alarmed(mail_alarm_kind::server_alert));
    CHECK(loud.brain.alarmed(mail_alarm_kind::quota));
}

TEST_CASE("Other folders are polled and a missing one is alarmed", "[inbox]")
{
    const mail_script script{says(hello), hears("AUTHENTICATE"), says("{tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n"), hears("SELECT \"Gone\""), says("{tag} NO [NONEXISTENT] no\r\n"),
                             hears("SELECT \"Lists\""), says("* OK [UIDVALIDITY 3] x\r\n{tag} OK\r\n"), hears("UID SEARCH UID"), says("* SEARCH 4\r\n{tag} OK\r\n"), hears("UNSEEN"), says("* SEARCH\r\n{tag} OK\r\n"),
                             hears("RFC822.SIZE"), says(sized(4, 1) + "{tag} OK\r\n"), hears("BODY.PEEK[]"), says(fetched(4, "a") + "{tag} OK\r\n"), hears("STORE"), says("{tag} OK\r\n"),
                             hears("SELECT \"INBOX\""), says("* OK [UIDVALIDITY 7] x\r\n{tag} OK\r\n"), hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("UNSEEN"), says("* SEARCH\r\n{tag} OK\r\n"),
                             hears("IDLE"), says("+ \r\n")};
    meeting folders({script});
    folders.options.folders = {"INBOX", "Lists", "Gone"};
    folders.run_until([&] { return folders.health.good; });
    REQUIRE(folders.brain.mails.size() == 1);
    CHECK(folders.brain.mails[0].folder == "Lists");
    CHECK(folders.brain.positions["Lists"].last_uid == 4);
    REQUIRE(folders.brain.alarms.size() == 1);
    CHECK(folders.brain.alarms[0].folder == "Gone");
}

TEST_CASE("A mail that failed in a polled folder comes again before the next poll", "[inbox]")
{
    const auto select = [](const std::string& folder, const std::string& uidvalidity) {
        return mail_script{hears("SELECT \"" + folder + "\""), says("* OK [UIDVALIDITY " + uidvalidity + "] x\r\n{tag} OK\r\n")};
    };
    const mail_script nothing{hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n")};
    const mail_script mail = mail_script{hears("RFC822.SIZE"), says(sized(4, 1) + "{tag} OK\r\n"), hears("BODY.PEEK[]"), says(fetched(4, "a") + "{tag} OK\r\n")};
    const mail_script script = mail_script{says(hello), hears("AUTHENTICATE"), says("{tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n")} + select("Lists", "3") + finds(" 4") + mail +
                               select("INBOX", "7") + finds("") + idles + mail_script{hears("DONE"), says("S10 OK\r\n")} + select("Lists", "3") + nothing + mail + marks + select("INBOX", "7") +
                               nothing + idles;
    meeting folders({script});
    folders.options.folders = {"INBOX", "Lists"};
    folders.options.failed_again = 20ms;
    int tries = 0;
    folders.brain.on_accept = [&tries](const received_mail&) { return ++tries == 1 ? acceptance::failed : acceptance::stored; };
    folders.run_until([&] { return folders.counts.marked == 1; });
    CHECK(tries == 2);
}

TEST_CASE("IDLE is begun anew before servers cut it", "[inbox]")
{
    const mail_script again{hears("DONE"), says("S5 OK\r\n"), hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n"), hears("IDLE"), says("+ idling\r\n")};
    meeting quiet({selected(7, finds("") + idles + again)});
    quiet.options.idle_max = 20ms;
    quiet.run_until([&] { return quiet.peer.heard().find("S7 IDLE") != std::string::npos; });
    CHECK(quiet.counts.connections == 1);
}

TEST_CASE("Without IDLE the folder is polled", "[inbox]")
{
    mail_script script = selected(7, finds(""), "X");
    for (int i = 0; i < 3; ++i)
        script = script + mail_script{hears("SELECT"), says("* OK [UIDVALIDITY 7] x\r\n{tag} OK\r\n"), hears("UID SEARCH UID"), says("* SEARCH\r\n{tag} OK\r\n")};
    meeting old({script});
    old.options.poll_without_idle = 3ms;
    old.run_until([&] { return old.peer.heard().find("S9 ") != std::string::npos; });
    CHECK(old.peer.heard().find("IDLE") == std::string::npos);
}

TEST_CASE("The inbox stops while connecting and while waiting to connect again", "[inbox]")
{
    const bool silent = GENERATE(true, false);
    std::vector<mail_script> scripts{silent ? mail_script{is_silent()} : mail_script{says("* BYE no\r\n")}};
    meeting away(std::move(scripts));
    away.options.limits.connect = 20s;
    away.options.reconnect_first = 20s;
    away.options.reconnect_max = 20s;
    const auto began = std::chrono::steady_clock::now();
    away.run_until([&] { return away.peer.connections() == 1 && (silent || away.health.reason.starts_with("unreachable")); });
    CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("A store in trouble breaks the connection and not the inbox", "[inbox]")
{
    meeting one({selected(7, finds("") + idles)});
    auto ports = one.brain.ports();
    int loads = 0;
    ports.load_position = [&loads](std::string, std::string) -> asio::awaitable<position> {
        if (++loads == 1)
            throw std::runtime_error("database is locked");
        co_return position{};
    };
    imap_inbox inbox(one.io.get_executor(), one.options, ports);
    loopback::run(one.io, [&]() -> asio::awaitable<void> {
        auto work = inbox.run();
        asio::co_spawn(one.io, std::move(work), [](const std::exception_ptr&) {});
        asio::steady_timer moment(one.io);
        while (!inbox.healthy().good) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        inbox.stop();
        moment.expires_after(5ms);
        co_await moment.async_wait(asio::use_awaitable);
    });
    CHECK(loads == 2);
}
