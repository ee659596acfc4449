#pragma once

#include <stdexcept>
#include <string>

namespace store {

/// What went wrong underneath; the readiness page names it and callers decide by it whether to try again.
enum class fault {
    disk_full,  ///< no room; works again when there is
    read_only,  ///< file or file system refuses writing
    busy,       ///< another process holds the write lock longer than the busy timeout
    io,         ///< the operating system failed a read, write or flush
    corrupt,    ///< not a database, or a damaged one: restore a backup
    constraint, ///< a uniqueness or reference rule was broken: the caller's error
    other,
};

/// A failure of the store itself. The transaction it happened in is lost.
class failure : public std::runtime_error {
public:
    failure(fault what_kind, const std::string& what) : std::runtime_error(what), kind_(what_kind) {}

    fault kind() const { return kind_; }

    /// The whole file is in trouble, not one caller's statement: a group of jobs is given up together.
    bool concerns_everybody() const { return kind_ != fault::constraint && kind_ != fault::other; }

private:
    fault kind_;
};

/// The file was written by a newer program; an old binary must not touch it.
class newer_schema : public std::runtime_error {
public:
    newer_schema(const std::string& file, int found, int known);

    int found() const { return found_; }
    int known() const { return known_; }

private:
    int found_;
    int known_;
};

} // namespace store
