#include "store/settings.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>
#include <future>

using namespace store;

namespace {

/// Waits for a job's end: "" or what went wrong.
class ending {
public:
    completion done()
    {
        return [state = state_](std::exception_ptr error) { state->set_value(std::move(error)); };
    }
    std::string text()
    {
        const auto error = future_.get();
        if (!error)
            return "";
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& known) {
            return known.what();
        }
    }

private:
    std::shared_ptr<std::promise<std::exception_ptr>> state_ =
        std::make_shared<std::promise<std::exception_ptr>>();
    std::future<std::exception_ptr> future_ = state_->get_future();
};

/// Holds the writer in a first job until everything for the next group is handed in.
class gate {
public:
    explicit gate(commit_queue& queue)
    {
        std::promise<void> begun;
        queue.submit(
            [&begun, opened = opened_](transaction&) {
                begun.set_value();
                opened.wait();
            },
            [](const std::exception_ptr&) {});
        begun.get_future().wait(); // its group is closed
    }
    void open() { open_.set_value(); }

private:
    std::promise<void> open_;
    std::shared_future<void> opened_ = open_.get_future().share();
};

job put(std::string name, std::string value = "1")
{
    return
        [name = std::move(name), value = std::move(value)](transaction& tx) { set_setting(tx, name, value); };
}

} // namespace

TEST_CASE("Jobs that wait together share one commit and are told after it", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    std::atomic<int> commits = 0;
    sqlite3_commit_hook(
        db.handle(),
        [](void* counter) {
            ++*static_cast<std::atomic<int>*>(counter);
            return 0;
        },
        &commits);
    std::vector<ending> endings(100);
    {
        writer queue(db);
        gate first(queue);
        for (std::size_t i = 0; i < endings.size(); ++i)
            queue.submit(put(std::to_string(i)), endings[i].done());
        first.open();
        reader beside(folder / "a.db");
        for (std::size_t i = 0; i < endings.size(); ++i) {
            CHECK(endings[i].text().empty());
            CHECK(setting(beside, std::to_string(i)) == "1"); // durable when told
        }
        CHECK(queue.figures().groups == 2);
        CHECK(queue.figures().jobs == 101);
    }
    CHECK(commits == 2); // the gate's own, and one for the hundred
}

TEST_CASE("Jobs run in the order they were handed in and no group exceeds its limit", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    std::vector<int> order;
    {
        writer queue(db, {.group_limit = 8});
        gate first(queue);
        for (int i = 0; i < 100; ++i)
            queue.submit([&order, i](transaction&) { order.push_back(i); }, [](const std::exception_ptr&) {},
                         i % 3 == 0 ? urgency::may_wait : urgency::at_once);
        first.open();
        queue.stop();
        CHECK(queue.figures().groups >= 13);
    }
    REQUIRE(order.size() == 100);
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("A job that throws is undone alone and is the only one to hear of it", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    std::vector<ending> endings(3);
    writer queue(db);
    gate first(queue);
    queue.submit(put("before"), endings[0].done());
    queue.submit(
        [](transaction& tx) {
            set_setting(tx, "half", "1");
            throw std::runtime_error("no such unit");
        },
        endings[1].done());
    queue.submit(put("after"), endings[2].done());
    first.open();
    CHECK(endings[0].text().empty());
    CHECK(endings[1].text() == "no such unit");
    CHECK(endings[2].text().empty());
    CHECK(queue.figures().fault.empty());
    queue.stop();
    CHECK(setting(db, "before"));
    CHECK(setting(db, "after"));
    CHECK_FALSE(setting(db, "half"));
}

TEST_CASE("A broken uniqueness rule concerns its own job only", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    std::vector<ending> endings(2);
    writer queue(db);
    gate first(queue);
    queue.submit(
        [](transaction& tx) {
            tx.run("INSERT INTO setting VALUES('a', '1')");
            tx.run("INSERT INTO setting VALUES('a', '2')");
        },
        endings[0].done());
    queue.submit(put("b"), endings[1].done());
    first.open();
    CHECK_FALSE(endings[0].text().empty());
    CHECK(endings[1].text().empty());
    queue.stop();
    CHECK_FALSE(setting(db, "a"));
}

TEST_CASE("A job that may wait is committed without company", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    writer queue(db);
    ending alone;
    queue.submit(put("a"), alone.done(), urgency::may_wait);
    CHECK(alone.text().empty());
}

TEST_CASE("A job that may wait rides with the next urgent one", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    writer queue(db, {.patience = std::chrono::hours(1)});
    ending patient;
    ending urgent;
    queue.submit(put("a"), patient.done(), urgency::may_wait);
    queue.submit(put("b"), urgent.done());
    CHECK(patient.text().empty());
    CHECK(urgent.text().empty());
    CHECK(queue.figures().groups == 1);
}

TEST_CASE("Stopping commits what was handed in and refuses what comes later", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    ending kept;
    ending refused;
    writer queue(db, {.patience = std::chrono::hours(1)});
    queue.submit(put("kept"), kept.done(), urgency::may_wait);
    queue.stop();
    CHECK(kept.text().empty());
    queue.submit(put("late"), refused.done());
    CHECK(refused.text() == "the writer has stopped");
    CHECK(setting(db, "kept"));
    CHECK_FALSE(setting(db, "late"));
}

TEST_CASE("D6: a full database fails the whole group and works again when there is room", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    const auto limit = [&db](std::int64_t pages) {
        const std::string text = "PRAGMA max_page_count = " + std::to_string(pages);
        REQUIRE(sqlite3_exec(db.handle(), text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    };
    limit(scratch::count(db, "PRAGMA page_count") + 4);
    std::vector<ending> endings(3);
    {
        writer queue(db);
        gate first(queue);
        queue.submit(put("small"), endings[0].done());
        queue.submit(put("big", std::string(100'000, 'x')), endings[1].done());
        first.open();
        CHECK_THAT(endings[0].text(), Catch::Contains("full"));
        CHECK_THAT(endings[1].text(), Catch::Contains("full"));
        CHECK_THAT(queue.figures().fault, Catch::Contains("full"));
        queue.stop();
    }
    CHECK_FALSE(setting(db, "small"));
    limit(1'000'000);
    writer queue(db);
    queue.submit(put("big", std::string(100'000, 'x')), endings[2].done());
    CHECK(endings[2].text().empty());
    CHECK(queue.figures().fault.empty());
}

TEST_CASE("D6: when the flush of the log fails every job hears of it and the next group is kept", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    // The kernel refuses files beyond a size: the commit itself fails, not a statement before it.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    std::vector<ending> endings(3);
    std::vector<std::string> said;
    std::string fault_said;
    writer queue(db);
    {
        gate first(queue);
        for (std::size_t i = 0; i < 2; ++i)
            queue.submit(put(std::to_string(i), std::string(200'000, 'x')), endings[i].done());
        rlimit tight = before;
        tight.rlim_cur = 150'000;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
        first.open();
        said = {endings[0].text(), endings[1].text()};
        fault_said = queue.figures().fault;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
    }
    CHECK_FALSE(said[0].empty());
    CHECK_FALSE(said[1].empty());
    CHECK_FALSE(fault_said.empty());
    queue.submit(put("2", std::string(200'000, 'x')), endings[2].done());
    CHECK(endings[2].text().empty());
    CHECK(queue.figures().fault.empty());
    queue.stop();
    CHECK_FALSE(setting(db, "0"));
    CHECK_FALSE(setting(db, "1"));
    CHECK(setting(db, "2"));
    CHECK(scratch::count(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") ==
          0);
}

TEST_CASE("D6: a database that turns read-only fails the group", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    REQUIRE(sqlite3_exec(db.handle(), "PRAGMA query_only = 1", nullptr, nullptr, nullptr) == SQLITE_OK);
    ending refused;
    ending kept;
    writer queue(db);
    queue.submit(put("a"), refused.done());
    CHECK_FALSE(refused.text().empty());
    queue.submit(put("a"), kept.done()); // the connection was renewed
    CHECK(kept.text().empty());
}

TEST_CASE("D6: another process that holds the file fails the group and not the program", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.busy_timeout_ms = 1});
    database intruder(folder / "a.db");
    ending refused;
    ending kept;
    writer queue(db);
    {
        transaction held(intruder);
        queue.submit(put("a"), refused.done());
        CHECK_THAT(refused.text(), Catch::Contains("locked"));
    }
    queue.submit(put("a"), kept.done());
    CHECK(kept.text().empty());
}

TEST_CASE("The inline writer commits before it returns and lets jobs hand in jobs", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    inline_writer queue(db);
    std::string order;
    queue.submit(
        [&](transaction& tx) {
            set_setting(tx, "a", "1");
            queue.submit([&](transaction&) { order += "third "; }, [](const std::exception_ptr&) {});
            order += "first ";
        },
        [&](const std::exception_ptr& error) {
            CHECK_FALSE(error);
            order += "second ";
        });
    CHECK(order == "first second third ");
    CHECK(queue.figures().groups == 2);
    reader beside(folder / "a.db");
    CHECK(setting(beside, "a") == "1");
}

TEST_CASE("A hook that throws stops the inline writer as a crash would", "[store]")
{
    const auto point = GENERATE(as<std::string>(), "group:begin", "job:before", "job:after", "commit:before",
                                "commit:after");
    CAPTURE(point);
    scratch::folder folder;
    database db(folder / "a.db");
    struct crash {};
    bool armed = true;
    inline_writer queue(db, [&](std::string_view here) {
        if (armed && here == point)
            throw crash{};
    });
    bool told = false;
    CHECK_THROWS_AS(queue.submit(put("a"), [&told](const std::exception_ptr&) { told = true; }), crash);
    CHECK_FALSE(told);
    CHECK(setting(db, "a").has_value() == (point == "commit:after"));
    armed = false;
    queue.submit(put("b"), [](const std::exception_ptr& error) { CHECK_FALSE(error); });
    CHECK(setting(db, "b"));
}

TEST_CASE("Many threads may hand in jobs at once", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.flush = false});
    std::atomic<int> told = 0;
    {
        writer queue(db, {.group_limit = 32});
        std::vector<std::thread> people;
        for (int person = 0; person < 4; ++person)
            people.emplace_back([&queue, &told, person] {
                for (int i = 0; i < 200; ++i)
                    queue.submit(
                        put(std::to_string(person) + "/" + std::to_string(i)),
                        [&told](const std::exception_ptr& error) { told += error ? 0 : 1; },
                        i % 2 == 0 ? urgency::at_once : urgency::may_wait);
            });
        for (auto& one : people)
            one.join();
        queue.stop();
    }
    CHECK(told == 800);
    CHECK(scratch::count(db, "SELECT count(*) FROM setting") == 800);
}
