#include "store/database.hpp"

#include "store/id_block.hpp"
#include "store/schema.hpp"
#include "store/seen_keys.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace store {

namespace {

constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

/// The log is cut back to this after a burst made it longer.
constexpr const char* longest_idle_log = "PRAGMA journal_size_limit = 67108864";

bool in_memory(const std::filesystem::path& file)
{
    return file == ":memory:";
}

/// Made by us and not by SQLite, so that only its owner can read it (it holds tokens and reports); SQLite
/// gives the same mode to the files beside it.
std::filesystem::path made_private(std::filesystem::path file)
{
    if (in_memory(file))
        return file;
    if (file.has_parent_path()) {
        std::error_code error;
        std::filesystem::create_directories(file.parent_path(), error);
        if (error)
            throw failure(fault::io, file.parent_path().string() + ": cannot be created: " + error.message());
    }
    const int descriptor =
        ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); // NOLINT: open(2) is variadic
    if (descriptor < 0) {
        const auto kind = errno == EACCES || errno == EROFS || errno == EPERM ? fault::read_only
                          : errno == ENOSPC                                   ? fault::disk_full
                                                                              : fault::io;
        throw failure(kind, file.string() +
                                ": cannot be opened for writing: " + std::system_category().message(errno));
    }
    ::close(descriptor);
    return file;
}

} // namespace

int schema_version()
{
    return static_cast<int>(schema_steps().size());
}

database::database(std::filesystem::path file, database_options options)
    : connection(made_private(std::move(file)), open_flags), options_(std::move(options)),
      seen_(std::make_unique<seen_keys>()), outbox_ids_(std::make_unique<id_block>())
{
    set_up();
    migrate();
}

database::~database() = default;

void database::reopen()
{
    if (in_memory(file()))
        return; // closing would lose it, and there is no file that could have failed
    close();
    seen_->forget();
    outbox_ids_->forget();
    open(open_flags);
    try {
        set_up();
    } catch (...) {
        close();
        throw;
    }
}

void database::set_up()
{
    if (sqlite3_db_readonly(handle(), "main") == 1)
        throw failure(fault::read_only, file().string() + ": cannot be written");
    sqlite3_busy_timeout(handle(), options_.busy_timeout_ms);
    {
        statement mode(find("PRAGMA journal_mode = WAL", /*writes*/ true));
        mode.step();
        if (mode.text(0) != "wal" && !in_memory(file()))
            throw failure(fault::other,
                          file().string() + ": this file system does not allow a write-ahead log");
    }
    execute(options_.flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA temp_store = MEMORY");
    execute(longest_idle_log);
    execute(("PRAGMA cache_size = -" + std::to_string(options_.cache_kib)).c_str());
    sqlite3_wal_autocheckpoint(handle(), options_.checkpoint_pages);
}

void database::migrate()
{
    const auto steps = schema_steps();
    std::int64_t version = 0;
    {
        auto found = query("PRAGMA user_version");
        found.step();
        version = found.integer(0);
    }
    if (version > schema_version())
        throw newer_schema(file().string(), static_cast<int>(version), schema_version());
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
        transaction tx(*this);
        execute(steps[step]);
        tx.run("INSERT INTO schema_version(version) VALUES(?)", step + 1);
        execute(("PRAGMA user_version = " + std::to_string(step + 1)).c_str());
        tx.commit();
    }
}

bool database::checkpoint()
{
    return sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) ==
           SQLITE_OK;
}

void database::fill_random(std::span<unsigned char> bytes)
{
    if (options_.entropy)
        options_.entropy(bytes);
    else if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("no random bytes to be had");
}

void database::committed()
{
    seen_->committed();
    outbox_ids_->committed();
}

void database::rolled_back(std::size_t seen_mark)
{
    seen_->rolled_back_to(seen_mark);
    outbox_ids_->rolled_back();
}

// ---------------------------------------------------------------------------------------------- transaction

transaction::transaction(database& db) : db_(db)
{
    run("BEGIN IMMEDIATE");
}

transaction::~transaction()
{
    if (!open_)
        return;
    if (active())
        sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    db_.rolled_back(0);
    db_.committed(); // nothing is pending any more
}

void transaction::commit()
{
    run("COMMIT");
    open_ = false;
    db_.committed();
}

bool transaction::active() const
{
    return sqlite3_get_autocommit(db_.handle()) == 0;
}

std::int64_t transaction::last_id() const
{
    return sqlite3_last_insert_rowid(db_.handle());
}

// ---------------------------------------------------------------------------------------------- savepoint

savepoint::savepoint(transaction& tx) : tx_(tx), seen_mark_(tx.db_.seen().mark())
{
    tx_.run("SAVEPOINT part");
}

savepoint::~savepoint()
{
    if (!open_ || !tx_.active())
        return;
    sqlite3_exec(tx_.db_.handle(), "ROLLBACK TO part; RELEASE part", nullptr, nullptr, nullptr);
    tx_.db_.rolled_back(seen_mark_);
}

void savepoint::release()
{
    tx_.run("RELEASE part");
    open_ = false;
}

// ----------------------------------------------------------------------------------------------
// instance_lock

std::optional<instance_lock> instance_lock::try_acquire(const std::filesystem::path& database_file)
{
    const std::string name = database_file.string() + ".lock";
    const int descriptor =
        ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); // NOLINT: open(2) is variadic
    if (descriptor < 0)
        throw failure(fault::io, name + ": cannot be opened: " + std::system_category().message(errno));
    instance_lock lock(descriptor);
    // flock and not fcntl: a lock belongs to this descriptor, so it also tells two instances of one process
    // apart, and closing another descriptor of the file does not drop it.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno != EWOULDBLOCK)
        throw failure(fault::io, name + ": cannot be locked: " + std::system_category().message(errno));
    return std::nullopt;
}

instance_lock::instance_lock(instance_lock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1))
{
}

instance_lock& instance_lock::operator=(instance_lock&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

instance_lock::~instance_lock()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

} // namespace store
