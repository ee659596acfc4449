#include "tests/mail_servers/bed.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iostream>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

bool each_once(const mail_keeper& keeper)
{
    for (const auto& [id, times] : keeper.seen)
        if (times != 1)
            return false;
    return true;
}

} // namespace

TEST_CASE("A mail that comes during IDLE is handed on at once", "[inbox]")
{
    const bed servers;
    asio::io_context io(1);
    mail_keeper keeper(io);
    const std::string file = servers.ca() + ".mail";
    std::ofstream(file) << "From: vendor@ncc.test\r\nMessage-ID: <idle@x>\r\nSubject: x\r\n\r\nhi\r\n";
    std::chrono::steady_clock::time_point delivered{};
    bool asked = false;
    const auto counts = run_inbox(io, servers.inbox("box4@bv.test"), keeper, [&](const imap_inbox& inbox) {
        if (!asked && inbox.healthy().good) {
            asked = true;
            servers.act("deliver", "vendor@ncc.test box4@bv.test " + file);
            delivered = std::chrono::steady_clock::now();
        }
        return inbox.counts().marked == 1;
    });
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - delivered;
    CHECK(counts.stored == 1);
    CHECK(counts.connections == 1);
    CHECK(took < 5s); // Dovecot itself waits up to half a second; polling would take a minute
    std::cout << "IDLE woke us after " << static_cast<int>(took.count() * 1'000) << " ms\n";
}

TEST_CASE("After another UIDVALIDITY everything is read again and known again", "[inbox]")
{
    const bed servers;
    servers.act("drop", "box5@bv.test 20");
    asio::io_context io(1);
    mail_keeper keeper(io);
    bool renumbered = false;
    std::uint32_t before = 0;
    const auto counts = run_inbox(io, servers.inbox("box5@bv.test"), keeper, [&](const imap_inbox& inbox) {
        if (!renumbered && inbox.counts().marked == 20) {
            renumbered = true;
            before = keeper.positions["INBOX"].uidvalidity;
            servers.act("renumber", "box5@bv.test");
        }
        return inbox.counts().duplicates == 20;
    });
    CHECK(counts.stored == 20);
    CHECK(keeper.seen.size() == 20);
    CHECK(keeper.positions["INBOX"].uidvalidity != before);
    CHECK(keeper.positions["INBOX"].last_uid == 20);
}

TEST_CASE("Sessions killed in the middle lose nothing and double nothing", "[inbox]")
{
    const bed servers;
    servers.act("drop", "box6@bv.test 200");
    asio::io_context io(1);
    mail_keeper keeper(io);
    auto options = servers.inbox("box6@bv.test");
    options.batch_mails_max = 10;
    options.processed_folder = "Done";
    keeper.before_verdict = [&](std::size_t handed_on) {
        if (handed_on == 25 || handed_on == 75 || handed_on == 125)
            servers.act("kill-sessions", "box6@bv.test");
    };
    const auto counts = run_inbox(io, options, keeper, [&](const imap_inbox& inbox) { return keeper.seen.size() == 200 && inbox.healthy().good && inbox.counts().connections == 4; });
    CHECK(counts.stored == 200);
    CHECK(keeper.seen.size() == 200);
    CHECK(counts.connections == 4);
    CHECK(each_once(keeper)); // what was stored but not marked is not fetched again by the same process
    // A new process has the stored position only: nothing comes back that would be news.
    mail_keeper next(io);
    next.positions = keeper.positions;
    const auto after = run_inbox(io, options, next, [](const imap_inbox& inbox) { return inbox.healthy().good; });
    CHECK(after.stored <= 30); // stored, but unmarked when its session was killed: the sweep finds it unseen
    for (const auto& [id, times] : next.seen)
        CHECK(keeper.seen.contains(id));
}

TEST_CASE("A server restarted in the middle of fetching loses nothing", "[inbox]")
{
    const bed servers;
    servers.act("drop", "box7@bv.test 100");
    asio::io_context io(1);
    mail_keeper keeper(io);
    auto options = servers.inbox("box7@bv.test");
    options.batch_mails_max = 10;
    const std::string first = servers.dovecot();
    bool restarting = false;
    keeper.before_verdict = [&](std::size_t handed_on) {
        if (handed_on == 35)
            servers.begin_act("restart");
        restarting = restarting || handed_on == 35;
    };
    // Until then the batch is neither stored nor marked.
    keeper.may_go_on = [&] { return !restarting || (!servers.dovecot().empty() && servers.dovecot() != first); };
    const auto counts = run_inbox(io, options, keeper, [&](const imap_inbox& inbox) { return keeper.seen.size() == 100 && inbox.healthy().good && inbox.counts().connections >= 2; });
    CHECK(counts.stored == 100);
    CHECK(each_once(keeper));
}

TEST_CASE("A session that stops answering is left at the deadline", "[inbox]")
{
    const bed servers;
    servers.act("drop", "box8@bv.test 20");
    asio::io_context io(1);
    mail_keeper keeper(io);
    auto options = servers.inbox("box8@bv.test");
    options.batch_mails_max = 5;
    options.limits.command = 1s;
    keeper.before_verdict = [&](std::size_t handed_on) {
        if (handed_on == 8)
            servers.act("freeze-sessions", "box8@bv.test");
    };
    const auto counts = run_inbox(io, options, keeper, [&](const imap_inbox& inbox) { return keeper.seen.size() == 20 && inbox.counts().connections == 2 && inbox.healthy().good; });
    servers.act("kill-sessions", "box8@bv.test");
    CHECK(counts.stored == 20);
    CHECK(each_once(keeper));
}

TEST_CASE("Poison goes to its folder and the rest is marked", "[inbox]")
{
    const bed servers;
    servers.act("drop", "box9@bv.test 10");
    asio::io_context io(1);
    mail_keeper keeper(io);
    std::map<std::uint32_t, int> tries;
    keeper.verdict = [&](const received_mail& mail) {
        if (mail.uid != 4)
            return acceptance::stored;
        return ++tries[mail.uid] < 3 ? acceptance::failed : acceptance::quarantine;
    };
    const auto counts = run_inbox(io, servers.inbox("box9@bv.test"), keeper, [&](const imap_inbox& inbox) { return inbox.counts().marked == 10; });
    CHECK(counts.stored == 9);
    CHECK(counts.quarantined == 1);
    CHECK(tries[4] == 3);
    // It lies in Failed now.
    mail_keeper later(io);
    auto failed = servers.inbox("box9@bv.test");
    failed.folders = {"Failed"};
    const auto there = run_inbox(io, failed, later, [](const imap_inbox& inbox) { return inbox.healthy().good; });
    CHECK(there.stored == 1);
}

TEST_CASE("A mailbox nearly full is alarmed", "[inbox]")
{
    const bed servers;
    servers.act("drop", "small@bv.test 9 10000");
    asio::io_context io(1);
    mail_keeper keeper(io);
    auto options = servers.inbox("small@bv.test");
    options.who = servers.user("small@bv.test", "smallpw");
    const auto counts = run_inbox(io, options, keeper, [](const imap_inbox& inbox) { return inbox.healthy().good; });
    CHECK(counts.stored == 9);
    REQUIRE(keeper.alarms.size() == 1);
    CHECK(keeper.alarms[0].what == mail_alarm_kind::quota);
    CHECK(keeper.alarms[0].detail.find("%") != std::string::npos);
}
