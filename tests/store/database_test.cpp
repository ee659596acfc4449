#include "store/database.hpp"
#include "store/settings.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

using namespace store;

namespace {

fault fault_of_opening(const std::filesystem::path& file)
{
    try {
        database db(file);
    } catch (const failure& error) {
        return error.kind();
    }
    return fault::other;
}

void execute(database& db, const char* text)
{
    REQUIRE(sqlite3_exec(db.handle(), text, nullptr, nullptr, nullptr) == SQLITE_OK);
}

} // namespace

TEST_CASE("An empty file is brought to the current schema and keeps its rows when opened again", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "var/new.db");
        CHECK(scratch::count(db, "PRAGMA user_version") == schema_version());
        CHECK(scratch::count(db, "SELECT max(version) FROM schema_version") == schema_version());
        CHECK(scratch::count(db, "PRAGMA synchronous") == 2);
        CHECK(scratch::count(db, "PRAGMA foreign_keys") == 1);
        transaction tx(db);
        set_setting(tx, "a", "1");
        tx.commit();
    }
    database again(folder / "var/new.db");
    CHECK(setting(again, "a") == "1");
    CHECK(scratch::count(again, "SELECT count(*) FROM schema_version") == schema_version());
}

TEST_CASE("Only its owner can read the database and the files beside it", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    transaction tx(db);
    set_setting(tx, "a", "1");
    tx.commit();
    for (const char* name : {"a.db", "a.db-wal", "a.db-shm"}) {
        INFO(name);
        const auto mode = std::filesystem::status(folder / name).permissions();
        CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
              std::filesystem::perms::none);
    }
}

TEST_CASE("A database of a newer program is refused and left as it is", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        execute(db, "PRAGMA user_version = 4711");
    }
    try {
        database db(folder / "a.db");
        FAIL("opened");
    } catch (const newer_schema& refusal) {
        CHECK(refusal.found() == 4711);
        CHECK(refusal.known() == schema_version());
    }
    CHECK_THROWS_AS(reader(folder / "a.db"), newer_schema);
}

TEST_CASE("A reader waits for nobody to migrate an old file but says so", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        execute(db, "PRAGMA user_version = 0");
    }
    CHECK_THROWS_WITH(reader(folder / "a.db"), Catch::Contains("older schema"));
}

TEST_CASE("A file that is no database and a damaged one are named corrupt", "[store]")
{
    scratch::folder folder;
    std::ofstream(folder / "text.db") << std::string(5000, 'x');
    CHECK(fault_of_opening(folder / "text.db") == fault::corrupt);
    {
        database db(folder / "a.db");
        db.checkpoint();
    }
    std::fstream file(folder / "a.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file << std::string(3000, '\xff');
    file.close();
    CHECK(fault_of_opening(folder / "a.db") == fault::corrupt);
}

TEST_CASE("A file that may not be written is refused on opening", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
    }
    std::filesystem::permissions(folder / "a.db",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
    std::filesystem::permissions(folder / "", std::filesystem::perms::others_all,
                                 std::filesystem::perm_options::add);
    // As root, permissions do not bind: try as somebody else, in a child.
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(2);
        _exit(fault_of_opening(folder / "a.db") == fault::read_only ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("A missing file is not made by a reader", "[store]")
{
    scratch::folder folder;
    CHECK_THROWS_AS(reader(folder / "none.db"), failure);
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_CASE("What is not committed is gone", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    {
        transaction tx(db);
        set_setting(tx, "a", "1");
    }
    CHECK_FALSE(setting(db, "a"));
}

TEST_CASE("A savepoint is undone alone and they nest", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db");
    transaction tx(db);
    set_setting(tx, "kept", "1");
    {
        savepoint part(tx);
        set_setting(tx, "outer", "1");
        {
            savepoint inner(tx);
            set_setting(tx, "inner", "1");
        }
        part.release();
    }
    {
        savepoint part(tx);
        set_setting(tx, "kept", "2");
    }
    tx.commit();
    CHECK(setting(db, "kept") == "1");
    CHECK(setting(db, "outer") == "1");
    CHECK_FALSE(setting(db, "inner"));
}

TEST_CASE("Reading sees what was committed and does not block writing", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.busy_timeout_ms = 0});
    reader beside(folder / "a.db");
    {
        transaction tx(db);
        set_setting(tx, "a", "1");
        CHECK_FALSE(setting(beside, "a")); // not yet committed
        tx.commit();
    }
    CHECK(setting(beside, "a") == "1");
    {
        snapshot same(beside);
        CHECK(setting(beside, "a") == "1");
        transaction tx(db);
        set_setting(tx, "a", "2");
        tx.commit();
        CHECK(setting(beside, "a") == "1");
    }
    CHECK(setting(beside, "a") == "2");
}

TEST_CASE("Two writing connections exclude each other", "[store]")
{
    scratch::folder folder;
    database one(folder / "a.db");
    database two(folder / "a.db", {.busy_timeout_ms = 0});
    {
        transaction tx(one);
        try {
            transaction second(two);
            FAIL("two writers");
        } catch (const failure& error) {
            CHECK(error.kind() == fault::busy);
        }
        set_setting(tx, "a", "1");
        tx.commit();
    }
    transaction second(two);
    CHECK(setting(two, "a") == "1");
}

TEST_CASE("A statement that writes is refused outside a transaction", "[store]")
{
    database db(":memory:");
    CHECK_THROWS_AS(db.query("DELETE FROM setting"), std::logic_error);
}

TEST_CASE("A statement cannot be used inside its own loop and wants all its places bound", "[store]")
{
    database db(":memory:");
    const auto settings = [&db] { return db.query("SELECT 1 UNION SELECT 2"); };
    auto outer = settings();
    REQUIRE(outer.step());
    CHECK_THROWS_AS(settings(), std::logic_error);
    CHECK_THROWS_AS(db.query("SELECT ?"), std::logic_error);
}

TEST_CASE("Values come back as they were bound", "[store]")
{
    database db(":memory:");
    const std::string text("sự cố \0 an toàn", 20);
    auto row = db.query("SELECT ?, ?, ?, ?, ?, ?", text, std::string_view{}, std::optional<std::int64_t>{},
                        blob{"\0\1"}, scratch::morning, true);
    REQUIRE(row.step());
    CHECK(row.view(0) == text);
    CHECK_FALSE(row.is_null(1));
    CHECK(row.text(1).empty());
    CHECK(row.is_null(2));
    CHECK_FALSE(row.optional_integer(2));
    CHECK(row.moment(4) == scratch::morning);
    CHECK(row.flag(5));
    CHECK_FALSE(row.step());
}

TEST_CASE("D8: a second instance does not get the lock before the first has gone", "[store]")
{
    scratch::folder folder;
    auto first = instance_lock::try_acquire(folder / "a.db");
    REQUIRE(first);
    CHECK_FALSE(instance_lock::try_acquire(folder / "a.db"));
    const auto moved = std::move(*first);
    first.reset();
    CHECK_FALSE(instance_lock::try_acquire(folder / "a.db"));
    CHECK(instance_lock::try_acquire(folder / "b.db"));
}

TEST_CASE("D8: the lock of an instance that was killed is free at once", "[store]")
{
    scratch::folder folder;
    std::array<int, 2> pipe_ends{};
    REQUIRE(pipe(pipe_ends.data()) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto held = instance_lock::try_acquire(folder / "a.db");
        const char ready = held ? 'y' : 'n';
        if (write(pipe_ends[1], &ready, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    char ready = 0;
    REQUIRE(read(pipe_ends[0], &ready, 1) == 1);
    CHECK(ready == 'y');
    CHECK_FALSE(instance_lock::try_acquire(folder / "a.db"));
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(instance_lock::try_acquire(folder / "a.db"));
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}
