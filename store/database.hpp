#pragma once

#include "store/connection.hpp"
#include "store/failure.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace store {

class seen_keys;
class id_block;

/// The version of the schema this program writes.
int schema_version();

struct database_options {
    /// After so many pages in the log SQLite copies them into the file, on the writer's thread.
    int checkpoint_pages = 2000;
    int cache_kib = 16 * 1024;
    int busy_timeout_ms = 5000;
    /// False: commits are not flushed, so a power cut may lose them (a killed process does not). Simulations
    /// only.
    bool flush = true;
    /// Random bytes for the salts of the event chain; empty = the operating system's. A simulation hands in
    /// its own.
    std::function<void(std::span<unsigned char>)> entropy{};
};

/// The one SQLite file, opened for writing. Opening creates it (readable by its owner only), sets WAL and
/// synchronous=FULL, and brings the schema up to date, each step in its own transaction.
/// Throws `newer_schema`, or `failure` (read_only, corrupt, …). Not thread-safe: a thread owns its database.
class database : public connection {
public:
    /// `file` may be ":memory:".
    explicit database(std::filesystem::path file, database_options options = {});
    ~database();

    /// Closes and opens the file again, after a failure that leaves the connection in doubt. When that fails
    /// too it throws and stays closed (`is_open`): reopen once more before the next use.
    void reopen();

    /// Copies the log into the file and truncates it; false when a reader was in the way.
    bool checkpoint();

    void fill_random(std::span<unsigned char> bytes);

    /// The keys of inbound events, of which a part is held in memory.
    seen_keys& seen() { return *seen_; }
    id_block& outbox_ids() { return *outbox_ids_; }

private:
    friend class transaction;
    friend class savepoint;

    void set_up();
    void migrate();
    void committed();
    void rolled_back(std::size_t seen_mark);

    database_options options_;
    std::unique_ptr<seen_keys> seen_;
    std::unique_ptr<id_block> outbox_ids_;
};

/// Write access. Functions that change rows ask for one, so nothing is written outside it.
/// BEGIN IMMEDIATE; rolls back unless committed.
class transaction {
public:
    explicit transaction(database& db);
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction();

    /// Durable when it returns. Throws `failure`; nothing of the transaction is then kept.
    void commit();

    /// False once SQLite itself has rolled it back (some I/O errors do that).
    bool active() const;

    /// Runs a statement that writes; how many rows it changed.
    template <class... Values>
    std::int64_t run(sql text, Values&&... values)
    {
        return statement(db_.find(text, /*writes*/ true), std::forward<Values>(values)...).run();
    }

    /// A query, or a statement that writes and returns rows (RETURNING).
    template <class... Values>
    statement query(sql text, Values&&... values)
    {
        return statement(db_.find(text, /*writes*/ true), std::forward<Values>(values)...);
    }

    std::int64_t last_id() const;

    database& db() { return db_; }
    operator connection&()
    {
        return db_;
    } // NOLINT(google-explicit-constructor): reading inside a transaction

private:
    friend class savepoint;

    database& db_;
    bool open_ = true;
};

/// A part of a transaction that can be undone alone. Rolls back unless released. They nest.
class savepoint {
public:
    explicit savepoint(transaction& tx);
    savepoint(const savepoint&) = delete;
    savepoint& operator=(const savepoint&) = delete;
    ~savepoint();

    void release();

private:
    transaction& tx_;
    std::size_t seen_mark_;
    bool open_ = true;
};

/// The right to be the one running instance on a database: an exclusive lock on "<file>.lock", held while
/// this lives and dropped by the kernel when the process dies. A second instance idles until it gets it.
class instance_lock {
public:
    /// Nothing while another instance holds it. Throws `failure` when the lock file cannot be made.
    static std::optional<instance_lock> try_acquire(const std::filesystem::path& database_file);

    instance_lock(instance_lock&& other) noexcept;
    instance_lock& operator=(instance_lock&& other) noexcept;
    ~instance_lock();

private:
    explicit instance_lock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

} // namespace store
