#pragma once

#include <cstdint>
#include <filesystem>

namespace store {

struct backup_figures {
    std::int64_t pages = 0;
    std::int64_t attachments = 0;
    std::int64_t bytes = 0;   ///< of the file written
    std::int64_t missing = 0; ///< stored according to the database, but the file was not there
};

/// Copies a database that may be in use, with the files of its attachments folder, into one FILE, which is
/// written under another name and renamed when complete. FILE is itself a SQLite database: all tables as they
/// were at one commit, and a table `sqlar` (SQLite's archive format, so `sqlite3 FILE -A -t` lists it) with
/// the attachments. It holds secrets: keep it encrypted. Throws `failure`; refuses an existing FILE.
backup_figures back_up(const std::filesystem::path& database_file, const std::filesystem::path& attachments,
                       const std::filesystem::path& file);

/// Puts a backup in place. Throws `failure` when the database exists or an instance runs on it, when an
/// attachment of another content is in the way, and `newer_schema` when the backup is of a newer program.
backup_figures restore_backup(const std::filesystem::path& file, const std::filesystem::path& database_file,
                              const std::filesystem::path& attachments);

} // namespace store
