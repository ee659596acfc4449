#include "store/attachments.hpp"
#include "store/audit.hpp"
#include "store/backup.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"
#include "store/settings.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <fstream>

using namespace store;
using scratch::morning;

namespace {

void write_file(const std::filesystem::path& path, const std::string& content)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void add_stored(transaction& tx, const std::string& path)
{
    const auto id = add_attachment(tx, {.contact = contact_id{1}, .kind = "image", .created_at = morning});
    attachment_stored(tx, id, "hash", 1, path);
}

} // namespace

TEST_CASE("A backup restores tables and attachments", "[store]")
{
    scratch::folder folder;
    const std::string photo(3'000'000, 'p');
    write_file(folder / "files/2026/photo.jpg", photo);
    write_file(folder / "files/empty.txt", "");
    write_file(folder / "files/not-in-the-register.txt", "x");
    database db(folder / "a.db");
    write_now(db, [](transaction& tx) {
        set_setting(tx, "a", "1");
        add_stored(tx, "2026/photo.jpg");
        add_stored(tx, "empty.txt");
        add_stored(tx, "lost.jpg");
    });
    const auto made = back_up(folder / "a.db", folder / "files", folder / "backup.db");
    CHECK(made.attachments == 2);
    CHECK(made.missing == 1);
    CHECK(made.bytes > 3'000'000);
    CHECK((std::filesystem::status(folder / "backup.db").permissions() &
           std::filesystem::perms::others_all) == std::filesystem::perms::none);
    write_now(db, [](transaction& tx) { set_setting(tx, "a", "2"); });

    const auto restored = restore_backup(folder / "backup.db", folder / "new/b.db", folder / "new/files");
    CHECK(restored.attachments == 2);
    CHECK(read_file(folder / "new/files/2026/photo.jpg") == photo);
    CHECK(std::filesystem::exists(folder / "new/files/empty.txt"));
    CHECK_FALSE(std::filesystem::exists(folder / "new/files/not-in-the-register.txt"));
    database again(folder / "new/b.db");
    CHECK(setting(again, "a") == "1");
    CHECK(scratch::count(again, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlar'") == 0);
    CHECK(scratch::count(again, "SELECT count(*) FROM attachment") == 3);
    // Once more over the same attachments, which are the same files.
    CHECK_NOTHROW(restore_backup(folder / "backup.db", folder / "new/c.db", folder / "new/files"));
}

TEST_CASE("A backup made while the writer is busy is one commit and its chain verifies", "[store]")
{
    scratch::folder folder;
    database db(folder / "a.db", {.flush = false});
    write_now(db, [](transaction& tx) { add_incident(tx, {.number = "SC-2026-000001"}); });
    writer queue(db);
    std::atomic<bool> go_on = true;
    std::atomic<int> done = 0;
    std::thread busy([&] {
        for (int i = 1; go_on; ++i) {
            const int group = i;
            queue.submit(
                [group](transaction& tx) {
                    const std::vector<new_event> events(2,
                                                        {.at = morning, .kind = "logged", .payload = "{}"});
                    append_events(tx, incident_id{1}, events);
                    set_setting(tx, "events", std::to_string(2 * group));
                },
                [&done](const std::exception_ptr&) { ++done; });
            while (go_on && done < i - 50)
                std::this_thread::yield();
        }
    });
    for (int i = 0; i < 5; ++i) {
        const int before = done;
        while (done < before + 20)
            std::this_thread::yield();
        const auto file = folder / ("backup" + std::to_string(i));
        back_up(folder / "a.db", folder / "files", file);
        restore_backup(file, folder / ("restored" + std::to_string(i)), folder / "files");
    }
    go_on = false;
    busy.join();
    queue.stop();
    for (int i = 0; i < 5; ++i) {
        database copy(folder / ("restored" + std::to_string(i)));
        const auto found = verify(copy);
        CHECK(found.intact());
        CHECK(found.entries > 0);
        CHECK(setting(copy, "events") == std::to_string(found.entries));
    }
}

TEST_CASE("Nothing is overwritten by a backup or by restoring one", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        write_file(folder / "files/a.txt", "one");
        write_now(db, [](transaction& tx) { add_stored(tx, "a.txt"); });
    }
    back_up(folder / "a.db", folder / "files", folder / "backup");
    CHECK_THROWS_WITH(back_up(folder / "a.db", folder / "files", folder / "backup"),
                      Catch::Contains("exists already"));
    CHECK_THROWS_WITH(restore_backup(folder / "backup", folder / "a.db", folder / "files"),
                      Catch::Contains("exists already"));
    write_file(folder / "b.db-wal", "left behind");
    CHECK_THROWS_WITH(restore_backup(folder / "backup", folder / "b.db", folder / "files"),
                      Catch::Contains("exists already"));
    write_file(folder / "files/a.txt", "two");
    CHECK_THROWS_WITH(restore_backup(folder / "backup", folder / "c.db", folder / "files"),
                      Catch::Contains("another file"));
    CHECK(read_file(folder / "files/a.txt") == "two");
    const auto running = instance_lock::try_acquire(folder / "d.db");
    CHECK_THROWS_WITH(restore_backup(folder / "backup", folder / "d.db", folder / "files2"),
                      Catch::Contains("running"));
    for (const char* name : {"b.db", "c.db", "c.db.part", "d.db", "d.db.part"})
        CHECK_FALSE(std::filesystem::exists(folder / name));
}

TEST_CASE("What is no backup or comes from a newer program or climbs out of its folder is refused", "[store]")
{
    scratch::folder folder;
    const auto restore = [&folder](const std::string& name) {
        restore_backup(folder / name, folder / "new.db", folder / "files");
    };
    CHECK_THROWS_AS(restore("none"), failure);
    write_file(folder / "text", std::string(5000, 'x'));
    CHECK_THROWS_AS(restore("text"), failure);
    {
        database db(folder / "a.db");
    }
    CHECK_THROWS_WITH(restore("a.db"), Catch::Contains("not a backup"));
    back_up(folder / "a.db", folder / "files", folder / "newer");
    back_up(folder / "a.db", folder / "files", folder / "climbing");
    const auto alter = [&folder](const std::string& name, const char* text) {
        SQLite::Database file((folder / name).string(), SQLite::OPEN_READWRITE);
        file.exec(text);
    };
    alter("newer", "PRAGMA user_version = 4711");
    CHECK_THROWS_AS(restore("newer"), newer_schema);
    alter("climbing", "INSERT INTO sqlar VALUES('../../evil', 0, 0, 1, 'x')");
    CHECK_THROWS_WITH(restore("climbing"), Catch::Contains("leaves its folder"));
    CHECK_FALSE(std::filesystem::exists(folder / "new.db"));
}
