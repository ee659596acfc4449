#pragma once

#include "store/ids.hpp"

#include <SQLiteCpp/Database.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace store {

/// SQL text known at compile time: input can never become SQL.
class sql {
public:
    consteval sql(const char* text) : text_(text) {} // NOLINT(google-explicit-constructor)

    const char* text() const { return text_; }

private:
    const char* text_;
};

/// Bytes to bind as a BLOB; a plain string_view binds as TEXT.
struct blob {
    std::string_view bytes;
};

/// A prepared statement kept for the life of its connection.
struct prepared;

/// One use of a prepared statement with all its places bound. Resets the statement when it goes out of scope.
/// Bound text is not copied unless handed over as an rvalue std::string: it must outlive the statement.
class statement {
public:
    template <class... Values>
    explicit statement(prepared& cached, Values&&... values) : cached_(cached), handle_(claim(cached))
    {
        expect_places(static_cast<int>(sizeof...(Values)));
        [[maybe_unused]] int place = 0;
        (bind(++place, std::forward<Values>(values)), ...);
        mark_used();
    }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement();

    /// Advances to the next row; false at the end.
    bool step();
    /// Runs a statement without rows to its end; how many rows it changed.
    std::int64_t run();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Valid until the next step.
    std::string_view view(int column) const;
    std::string text(int column) const { return std::string(view(column)); }
    bool flag(int column) const { return integer(column) != 0; }
    instant moment(int column) const { return instant{bot::rules::duration{integer(column)}}; }
    std::optional<instant> optional_moment(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;

    /// An id or enumerator.
    template <class T>
    T as(int column) const
    {
        return static_cast<T>(integer(column));
    }

    void bind(int place, std::nullptr_t);
    void bind(int place, std::int64_t value);
    void bind(int place, double value);
    void bind(int place, std::string_view text);
    void bind(int place, std::string&& text); ///< copied
    void bind(int place, std::optional<std::string>&& text)
    {
        if (text)
            bind(place, std::move(*text)); // copied: the argument is gone before the statement runs
        else
            bind(place, nullptr);
    }
    void bind(int place, blob bytes);
    void bind(int place, const std::string& text) { bind(place, std::string_view(text)); }
    void bind(int place, const char* text) { bind(place, std::string_view(text)); }
    void bind(int place, instant at) { bind(place, std::int64_t{at.time_since_epoch().count()}); }

    template <std::integral T>
    requires(!std::same_as<T, std::int64_t>) void bind(int place, T value)
    {
        bind(place, static_cast<std::int64_t>(value));
    }
    template <class T>
    requires std::is_enum_v<T>
    void bind(int place, T value) { bind(place, static_cast<std::int64_t>(value)); }
    template <class T>
    void bind(int place, const std::optional<T>& value)
    {
        if (value)
            bind(place, *value);
        else
            bind(place, nullptr);
    }

private:
    static sqlite3_stmt* claim(prepared& cached);
    void expect_places(int count) const;
    void mark_used();
    void check_bound(int code) const;

    prepared& cached_;
    sqlite3_stmt* handle_;
};

/// An open SQLite connection and its prepared statements. One thread at a time.
/// Functions that only read ask for a `connection&`: a `reader`, or the connection inside a transaction.
class connection {
public:
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// A query with its places bound, in order. Refuses a statement that writes.
    template <class... Values>
    statement query(sql text, Values&&... values)
    {
        return statement(find(text, /*writes*/ false), std::forward<Values>(values)...);
    }

    bool is_open() const { return database_ != nullptr; }
    sqlite3* handle() const { return database_->getHandle(); }
    SQLite::Database& sqlite() { return *database_; }
    const std::filesystem::path& file() const { return file_; }

protected:
    connection(std::filesystem::path file, int flags);
    ~connection();

    prepared& find(sql text, bool writes);
    void open(int flags);
    void close();
    /// Runs SQL of our own that needs no places (pragmas, schema).
    void execute(const char* text);

    friend class transaction;
    friend class savepoint;
    friend class snapshot;

private:
    std::filesystem::path file_;
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<const char*, std::unique_ptr<prepared>> statements_;
};

/// A read-only connection beside the writer: reading never blocks writing and is never blocked by it (WAL).
/// Each query sees what was committed when it began; several that must agree belong in a `snapshot`.
/// Throws `newer_schema`, or `failure` for a missing, damaged or not yet migrated file.
class reader : public connection {
public:
    explicit reader(std::filesystem::path file);
};

/// All queries on `from` see the same commit while this lives.
class snapshot {
public:
    explicit snapshot(reader& from);
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;
    ~snapshot();

private:
    reader& from_;
};

/// Throws the `failure` that fits SQLite's result code; `doing` says what failed.
[[noreturn]] void fail(sqlite3* handle, int code, const std::string& doing);

} // namespace store
