#include "adapters/email/maildir.hpp"
#include "adapters/email/maildir_inbox.hpp"
#include "adapters/email/maildir_sender.hpp"

#include "tests/adapters/email/in_memory_bot.hpp"
#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace fs = std::filesystem;
using bot::flow::send_class;

namespace {

class scratch_folder {
public:
    scratch_folder() : path_(fs::temp_directory_path() / ("sucobot-maildir-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
    {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~scratch_folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::size_t files_in(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

maildir_inbox_options quick(const fs::path& folder)
{
    maildir_inbox_options options;
    options.account = "local";
    options.folder = folder;
    options.poll = 20ms;
    options.failed_again = 1ms;
    return options;
}

/// Runs the inbox until `enough` says so.
void run_until(asio::io_context& io, maildir_inbox& inbox, const std::function<bool()>& enough)
{
    loopback::run(io, [&]() -> asio::awaitable<void> {
        auto work = inbox.run();
        asio::co_spawn(io, std::move(work), [](const std::exception_ptr&) {});
        asio::steady_timer moment(io);
        while (!enough()) {
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        inbox.stop();
        moment.expires_after(1ms);
        co_await moment.async_wait(asio::use_awaitable);
    });
}

} // namespace

TEST_CASE("A delivered mail lies whole in new and nothing is left in tmp", "[maildir]")
{
    const scratch_folder scratch;
    const auto name = deliver_to_maildir(scratch.path() / "box", "Subject: x\n\nhi\n");
    REQUIRE(name);
    CHECK(name->find('/') == std::string::npos);
    CHECK(files_in(scratch.path() / "box/new") == 1);
    CHECK(files_in(scratch.path() / "box/tmp") == 0);
    const auto mail = read_new(scratch.path() / "box", *name, 1'000);
    REQUIRE(mail);
    CHECK(mail->raw == "Subject: x\n\nhi\n");
    const auto again = deliver_to_maildir(scratch.path() / "box", "x");
    CHECK(*again != *name);
    CHECK(new_mails(scratch.path() / "box")->size() == 2);
}

TEST_CASE("Links and dot files and folders in new are not mails", "[maildir]")
{
    const scratch_folder scratch;
    REQUIRE(make_maildir(scratch.path()));
    fs::create_symlink("/etc/passwd", scratch.path() / "new/link");
    fs::create_directories(scratch.path() / "new/folder");
    std::ofstream(scratch.path() / "new/.hidden") << "x";
    CHECK(new_mails(scratch.path())->empty());
    CHECK_FALSE(read_new(scratch.path(), "link", 100));
    CHECK_FALSE(new_mails(scratch.path() / "nowhere"));
}

TEST_CASE("Mails of a Maildir are handed on once and marked as seen afterwards", "[maildir]")
{
    const scratch_folder scratch;
    asio::io_context io(1);
    in_memory_bot brain(io);
    brain.on_accept = [&](const received_mail& mail) {
        CHECK(fs::exists(scratch.path() / "new" / mail.file)); // not marked yet
        return acceptance::stored;
    };
    REQUIRE(deliver_to_maildir(scratch.path(), "Subject: 1\n\nhi\n"));
    REQUIRE(deliver_to_maildir(scratch.path(), "Subject: 2\n\nhi\n"));
    maildir_inbox inbox(io.get_executor(), quick(scratch.path()), brain.ports());
    run_until(io, inbox, [&] { return inbox.counts().marked == 2; });
    CHECK(brain.mails.size() == 2);
    CHECK(files_in(scratch.path() / "new") == 0);
    CHECK(files_in(scratch.path() / "cur") == 2);
    CHECK(fs::directory_iterator(scratch.path() / "cur")->path().string().ends_with(":2,S"));
    CHECK(inbox.healthy().reason == "stopped");
}

TEST_CASE("A Maildir mail that comes while waiting is noticed without polling", "[maildir]")
{
    const scratch_folder scratch;
    asio::io_context io(1);
    in_memory_bot brain(io);
    auto options = quick(scratch.path());
    options.poll = 1h;
    maildir_inbox inbox(io.get_executor(), options, brain.ports());
    bool delivered = false;
    run_until(io, inbox, [&] {
        if (!delivered && inbox.healthy().good) {
            delivered = true;
            REQUIRE(deliver_to_maildir(scratch.path(), "Subject: x\n\nhi\n"));
        }
        return inbox.counts().marked == 1;
    });
    CHECK(brain.mails.size() == 1);
}

TEST_CASE("A Maildir mail that fails comes again and poison is put aside", "[maildir]")
{
    const scratch_folder scratch;
    asio::io_context io(1);
    in_memory_bot brain(io);
    int tries = 0;
    brain.on_accept = [&](const received_mail& mail) {
        if (mail.raw.starts_with("Good"))
            return acceptance::duplicate;
        if (++tries == 2)
            throw std::runtime_error("disk full");
        return tries < 4 ? acceptance::failed : acceptance::quarantine;
    };
    REQUIRE(deliver_to_maildir(scratch.path(), "Bad: 1\n\nhi\n"));
    REQUIRE(deliver_to_maildir(scratch.path(), "Good: 1\n\nhi\n"));
    maildir_inbox inbox(io.get_executor(), quick(scratch.path()), brain.ports());
    run_until(io, inbox, [&] { return inbox.counts().marked == 2; });
    CHECK(tries == 4);
    CHECK(inbox.counts().duplicates == 1);
    CHECK(files_in(scratch.path() / "cur") == 1);
    CHECK(files_in(scratch.path() / ".Failed/cur") == 1);
    REQUIRE(brain.alarms.size() == 1);
    CHECK(brain.alarms[0].what == mail_alarm_kind::poison);
}

TEST_CASE("Of an over-size Maildir mail the header is handed on", "[maildir]")
{
    const scratch_folder scratch;
    asio::io_context io(1);
    in_memory_bot brain(io);
    auto options = quick(scratch.path());
    options.mail_bytes_max = 100;
    REQUIRE(deliver_to_maildir(scratch.path(), "Subject: x\n\n" + std::string(200, 'x')));
    maildir_inbox inbox(io.get_executor(), options, brain.ports());
    run_until(io, inbox, [&] { return inbox.counts().marked == 1; });
    REQUIRE(brain.mails.size() == 1);
    CHECK(brain.mails[0].oversize);
    CHECK(brain.mails[0].size == 212);
    CHECK(brain.mails[0].raw == "Subject: x\n\n");
}

TEST_CASE("The Maildir sender delivers and tells who is unknown", "[maildir]")
{
    const scratch_folder scratch;
    maildir_sender sender([&](const std::string& to) { return to == "a@b.test" ? scratch.path() / "a" : fs::path(); });
    envelope mail{.from = "bot@bv.test", .to = "a@b.test", .raw = "Subject: x\r\n\r\nhi\r\n"};
    const auto sent = sender.send(mail);
    CHECK(sent.what == send_class::sent);
    const auto there = read_new(scratch.path() / "a", sent.message_id, 1'000);
    REQUIRE(there);
    CHECK(there->raw == "Return-Path: <bot@bv.test>\r\nDelivered-To: a@b.test\r\nSubject: x\r\n\r\nhi\r\n");
    mail.to = "nobody@b.test";
    CHECK(sender.send(mail).what == send_class::permanent);
    mail.to = "a@b.test>\r\nX: y";
    CHECK(sender.send(mail).what == send_class::rejected);
    maildir_sender broken([](const std::string&) { return fs::path("/dev/null/x"); });
    mail.to = "a@b.test";
    CHECK(broken.send(mail).what == send_class::retry);
}
