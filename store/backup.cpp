#include "store/backup.hpp"

#include "store/database.hpp"
#include "store/failure.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t copy_bytes = 1 << 20;

/// A database file as such, of whatever schema.
class plain_file : public connection {
public:
    plain_file(const fs::path& file, int flags) : connection(file, flags)
    {
        sqlite3_busy_timeout(handle(), 5000);
    }

    using connection::execute;

    template <class... Values>
    void run(sql text, Values&&... values)
    {
        statement(find(text, /*writes*/ true), std::forward<Values>(values)...).run();
    }
};

[[noreturn]] void fail_file(const fs::path& file, const std::string& what, int cause)
{
    throw failure(cause == ENOSPC ? fault::disk_full : fault::io,
                  file.string() + ": " + what + ": " + std::system_category().message(cause));
}

void refuse_existing(const fs::path& file)
{
    if (fs::exists(file))
        throw failure(fault::other, file.string() + ": exists already");
}

/// An empty file that only its owner can read, removed again unless it is kept under its final name.
class unfinished_file {
public:
    explicit unfinished_file(fs::path final_name)
        : final_(std::move(final_name)), name_(final_.string() + ".part")
    {
        const int descriptor = ::open(name_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); // NOLINT
        if (descriptor < 0)
            fail_file(name_, "cannot be created", errno);
        ::close(descriptor);
    }
    unfinished_file(const unfinished_file&) = delete;
    unfinished_file& operator=(const unfinished_file&) = delete;
    ~unfinished_file()
    {
        std::error_code ignored;
        for (const char* suffix : {"", "-journal", "-wal", "-shm"})
            fs::remove(name_.string() + suffix, ignored);
    }

    const fs::path& name() const { return name_; }

    void keep()
    {
        flush(name_);
        fs::rename(name_, final_);
        flush(final_.has_parent_path() ? final_.parent_path() : fs::path("."));
    }

private:
    static void flush(const fs::path& path)
    {
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); // NOLINT: open(2) is variadic
        if (descriptor < 0)
            fail_file(path, "cannot be opened", errno);
        const int code = ::fsync(descriptor);
        const int cause = errno;
        ::close(descriptor);
        if (code != 0)
            fail_file(path, "cannot be flushed", cause);
    }

    fs::path final_;
    fs::path name_;
};

/// All pages as of one commit. In one step, so that a busy writer cannot make it begin again; in WAL mode it
/// does not hold the writer up.
std::int64_t copy_pages(plain_file& from, plain_file& to)
{
    sqlite3_backup* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (copy == nullptr)
        fail(to.handle(), sqlite3_errcode(to.handle()), to.file().string());
    const int code = sqlite3_backup_step(copy, -1);
    const std::int64_t pages = sqlite3_backup_pagecount(copy);
    sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE)
        fail(to.handle(), code, "copying " + from.file().string());
    return pages;
}

/// A path from a database, below the folder and nowhere else.
fs::path below(const fs::path& folder, const std::string& name)
{
    const fs::path path(name);
    const bool climbs =
        std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
    if (name.empty() || path.is_absolute() || climbs)
        throw failure(fault::corrupt, "attachment path leaves its folder: " + name);
    return folder / path;
}

/// An open BLOB cell, read or written in pieces.
class cell {
public:
    cell(plain_file& file, std::int64_t row, bool write) : file_(file)
    {
        const int code =
            sqlite3_blob_open(file.handle(), "main", "sqlar", "data", row, write ? 1 : 0, &handle_);
        if (code != SQLITE_OK)
            fail(file.handle(), code, "sqlar");
    }
    cell(const cell&) = delete;
    cell& operator=(const cell&) = delete;
    ~cell() { sqlite3_blob_close(handle_); }

    std::int64_t size() const { return sqlite3_blob_bytes(handle_); }
    void read(std::span<char> into, std::int64_t at)
    {
        check(sqlite3_blob_read(handle_, into.data(), static_cast<int>(into.size()), static_cast<int>(at)));
    }
    void write(std::span<const char> from, std::int64_t at)
    {
        check(sqlite3_blob_write(handle_, from.data(), static_cast<int>(from.size()), static_cast<int>(at)));
    }

private:
    void check(int code)
    {
        if (code != SQLITE_OK)
            fail(file_.handle(), code, "sqlar");
    }

    plain_file& file_;
    sqlite3_blob* handle_ = nullptr;
};

void pack_file(plain_file& archive, const std::string& name, const fs::path& source)
{
    std::ifstream in(source, std::ios::binary);
    const auto size = static_cast<std::int64_t>(fs::file_size(source));
    archive.run("INSERT INTO sqlar(name, mode, mtime, sz, data) VALUES(?1, 33152, 0, ?2, zeroblob(?2))", name,
                size);
    if (size == 0)
        return;
    cell data(archive, sqlite3_last_insert_rowid(archive.handle()), /*write*/ true);
    std::vector<char> buffer(copy_bytes);
    for (std::int64_t at = 0; at < size;) {
        const auto want = std::min<std::int64_t>(size - at, static_cast<std::int64_t>(buffer.size()));
        if (!in.read(buffer.data(), want))
            fail_file(source, "cannot be read", EIO);
        data.write({buffer.data(), static_cast<std::size_t>(want)}, at);
        at += want;
    }
}

bool same_content(cell& data, const fs::path& file)
{
    if (static_cast<std::int64_t>(fs::file_size(file)) != data.size())
        return false;
    std::ifstream in(file, std::ios::binary);
    std::vector<char> stored(copy_bytes);
    std::vector<char> found(copy_bytes);
    for (std::int64_t at = 0; at < data.size();) {
        const auto want = std::min<std::int64_t>(data.size() - at, static_cast<std::int64_t>(copy_bytes));
        data.read({stored.data(), static_cast<std::size_t>(want)}, at);
        if (!in.read(found.data(), want) || !std::equal(stored.begin(), stored.begin() + want, found.begin()))
            return false;
        at += want;
    }
    return true;
}

void unpack_file(cell& data, const fs::path& target)
{
    if (fs::exists(target)) {
        if (same_content(data, target))
            return;
        throw failure(fault::other, target.string() + ": another file of this name exists");
    }
    fs::create_directories(target.parent_path());
    unfinished_file part(target);
    {
        std::ofstream out(part.name(), std::ios::binary);
        std::vector<char> buffer(copy_bytes);
        for (std::int64_t at = 0; at < data.size();) {
            const auto want = std::min<std::int64_t>(data.size() - at, static_cast<std::int64_t>(copy_bytes));
            data.read({buffer.data(), static_cast<std::size_t>(want)}, at);
            out.write(buffer.data(), want);
            at += want;
        }
        out.close();
        if (!out)
            fail_file(target, "cannot be written", ENOSPC);
    }
    part.keep();
}

/// That the file is a whole backup, of a schema this program knows.
void check_backup(plain_file& backup)
{
    const auto name = backup.file().string();
    auto version = backup.query("PRAGMA user_version");
    version.step();
    if (version.integer(0) > schema_version())
        throw newer_schema(name, static_cast<int>(version.integer(0)), schema_version());
    auto tables =
        backup.query("SELECT count(*) FROM sqlite_schema WHERE name IN ('schema_version', 'sqlar')");
    tables.step();
    if (tables.integer(0) != 2)
        throw failure(fault::corrupt, name + ": is not a backup");
    auto check = backup.query("PRAGMA quick_check(1)");
    check.step();
    if (check.view(0) != "ok")
        throw failure(fault::corrupt, name + ": damaged: " + check.text(0));
}

} // namespace

backup_figures back_up(const fs::path& database_file, const fs::path& attachments, const fs::path& file)
{
    refuse_existing(file);
    backup_figures figures;
    unfinished_file part(file);
    {
        plain_file from(database_file, SQLITE_OPEN_READONLY);
        plain_file to(part.name(), SQLITE_OPEN_READWRITE);
        figures.pages = copy_pages(from, to);
    }
    {
        plain_file to(part.name(), SQLITE_OPEN_READWRITE);
        // One file, without a log beside it; flushed once, before it gets its name.
        to.run("PRAGMA journal_mode = OFF");
        to.execute("PRAGMA synchronous = OFF");
        to.execute("CREATE TABLE IF NOT EXISTS sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, "
                   "data BLOB)");
        to.execute("BEGIN");
        std::vector<std::string> names;
        {
            auto rows =
                to.query("SELECT DISTINCT path FROM attachment WHERE state = 1 AND path <> '' ORDER BY path");
            while (rows.step())
                names.push_back(rows.text(0));
        }
        for (const auto& name : names) {
            const auto source = below(attachments, name);
            if (!fs::is_regular_file(source)) {
                ++figures.missing;
                continue;
            }
            pack_file(to, name, source);
            ++figures.attachments;
        }
        to.execute("COMMIT");
    }
    part.keep();
    figures.bytes = static_cast<std::int64_t>(fs::file_size(file));
    return figures;
}

backup_figures restore_backup(const fs::path& file, const fs::path& database_file,
                              const fs::path& attachments)
{
    if (!fs::exists(file))
        throw failure(fault::io, file.string() + ": there is no such file");
    refuse_existing(database_file);
    // A log left behind would be played into the restored file.
    refuse_existing(database_file.string() + "-wal");
    if (database_file.has_parent_path())
        fs::create_directories(database_file.parent_path());
    const auto lock = instance_lock::try_acquire(database_file);
    if (!lock)
        throw failure(fault::busy, database_file.string() + ": an instance is running on it");

    backup_figures figures;
    plain_file backup(file, SQLITE_OPEN_READONLY);
    check_backup(backup);
    unfinished_file part(database_file);
    {
        plain_file to(part.name(), SQLITE_OPEN_READWRITE);
        figures.pages = copy_pages(backup, to);
    }
    {
        plain_file to(part.name(), SQLITE_OPEN_READWRITE);
        to.execute("DROP TABLE sqlar");
        to.execute("VACUUM");
    }
    auto rows = backup.query("SELECT rowid, name, sz, length(data) FROM sqlar ORDER BY name");
    while (rows.step()) {
        if (rows.integer(2) != rows.integer(3))
            throw failure(fault::corrupt,
                          file.string() + ": holds a compressed file, which no backup of ours does");
        cell data(backup, rows.integer(0), /*write*/ false);
        unpack_file(data, below(attachments, rows.text(1)));
        ++figures.attachments;
    }
    part.keep();
    figures.bytes = static_cast<std::int64_t>(fs::file_size(database_file));
    return figures;
}

} // namespace store
