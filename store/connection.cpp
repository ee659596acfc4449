#include "store/connection.hpp"

#include "store/database.hpp"
#include "store/failure.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cerrno>
#include <stdexcept>

namespace store {

// SQLite::Statement hides its handle, copies every bound text and takes no string_view, so the statements of
// the hot path are ours; the connection itself is SQLiteCpp's.
struct prepared {
    sqlite3* connection = nullptr;
    sqlite3_stmt* handle = nullptr;
    const char* text = nullptr;
    int places = 0;
    bool writes = false;
    bool in_use = false;

    prepared() = default;
    prepared(const prepared&) = delete;
    prepared& operator=(const prepared&) = delete;
    ~prepared() { sqlite3_finalize(handle); }
};

namespace {

fault fault_of(sqlite3* handle, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return fault::disk_full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return fault::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fault::busy;
    case SQLITE_IOERR: {
        const int cause = handle == nullptr ? 0 : sqlite3_system_errno(handle);
        return cause == ENOSPC || cause == EDQUOT || cause == EFBIG ? fault::disk_full : fault::io;
    }
    case SQLITE_CANTOPEN:
        return fault::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fault::corrupt;
    case SQLITE_CONSTRAINT:
        return fault::constraint;
    default:
        return fault::other;
    }
}

/// SQLite counts its memory under a mutex unless told not to before it is first used: a tenth of an event's
/// cost. Where another part of the program was first it refuses, and all works as before.
void use_quick_allocator()
{
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

} // namespace

void fail(sqlite3* handle, int code, const std::string& doing)
{
    const std::string why = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
    throw failure(fault_of(handle, code), doing + ": " + why);
}

newer_schema::newer_schema(const std::string& file, int found, int known)
    : std::runtime_error(file + ": written by a newer program (schema " + std::to_string(found) +
                         ", this one knows up to " + std::to_string(known) +
                         "); start the newer program or restore a backup"),
      found_(found), known_(known)
{
}

// ---------------------------------------------------------------------------------------------- statement

sqlite3_stmt* statement::claim(prepared& cached)
{
    if (cached.in_use)
        throw std::logic_error(std::string("statement used inside its own loop: ") + cached.text);
    return cached.handle;
}

void statement::mark_used()
{
    cached_.in_use = true;
}

statement::~statement()
{
    sqlite3_reset(handle_);
    cached_.in_use = false;
}

void statement::expect_places(int count) const
{
    if (count != cached_.places)
        throw std::logic_error(std::string("wrong number of bound values: ") + cached_.text);
}

void statement::check_bound(int code) const
{
    if (code != SQLITE_OK)
        fail(cached_.connection, code, cached_.text);
}

bool statement::step()
{
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(cached_.connection, code, cached_.text);
    return false;
}

std::int64_t statement::run()
{
    while (step()) {
    }
    return sqlite3_changes64(cached_.connection);
}

bool statement::is_null(int column) const
{
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t statement::integer(int column) const
{
    return sqlite3_column_int64(handle_, column);
}

double statement::real(int column) const
{
    return sqlite3_column_double(handle_, column);
}

std::string_view statement::view(int column) const
{
    // sqlite3_column_blob: TEXT and BLOB columns alike give their bytes as stored, no conversion.
    const void* bytes = sqlite3_column_blob(handle_, column);
    if (bytes == nullptr)
        return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::optional<instant> statement::optional_moment(int column) const
{
    if (is_null(column))
        return std::nullopt;
    return moment(column);
}

std::optional<std::int64_t> statement::optional_integer(int column) const
{
    if (is_null(column))
        return std::nullopt;
    return integer(column);
}

void statement::bind(int place, std::nullptr_t)
{
    check_bound(sqlite3_bind_null(handle_, place));
}

void statement::bind(int place, std::int64_t value)
{
    check_bound(sqlite3_bind_int64(handle_, place, value));
}

void statement::bind(int place, double value)
{
    check_bound(sqlite3_bind_double(handle_, place, value));
}

void statement::bind(int place, std::string_view text)
{
    // A null pointer would bind NULL.
    const char* bytes = text.data() == nullptr ? "" : text.data();
    check_bound(sqlite3_bind_text64(handle_, place, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void statement::bind(int place, std::string&& text)
{
    // NOLINTNEXTLINE: SQLITE_TRANSIENT is SQLite's own cast of -1
    check_bound(sqlite3_bind_text64(handle_, place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void statement::bind(int place, blob bytes)
{
    const char* data = bytes.bytes.data() == nullptr ? "" : bytes.bytes.data();
    check_bound(sqlite3_bind_blob64(handle_, place, data, bytes.bytes.size(), SQLITE_STATIC));
}

// ---------------------------------------------------------------------------------------------- connection

connection::connection(std::filesystem::path file, int flags) : file_(std::move(file))
{
    open(flags);
}

connection::~connection() = default;

void connection::open(int flags)
{
    use_quick_allocator();
    try {
        // One thread at a time uses a connection, so SQLite need not lock on every call.
        database_ = std::make_unique<SQLite::Database>(file_.string(), flags | SQLITE_OPEN_NOMUTEX);
    } catch (const SQLite::Exception& error) {
        const fault kind =
            error.getErrorCode() == SQLITE_CANTOPEN ? fault::io : fault_of(nullptr, error.getErrorCode());
        throw failure(kind, file_.string() + ": cannot be opened: " + error.what());
    }
    sqlite3_extended_result_codes(handle(), 1);
}

void connection::close()
{
    statements_.clear();
    database_.reset();
}

void connection::execute(const char* text)
{
    char* message = nullptr;
    const int code = sqlite3_exec(handle(), text, nullptr, nullptr, &message);
    if (code == SQLITE_OK)
        return;
    const std::string why = message == nullptr ? sqlite3_errstr(code) : message;
    sqlite3_free(message);
    throw failure(fault_of(handle(), code), file_.string() + ": " + why);
}

prepared& connection::find(sql text, bool writes)
{
    auto& slot = statements_[text.text()];
    if (!slot) {
        auto fresh = std::make_unique<prepared>();
        fresh->connection = handle();
        fresh->text = text.text();
        const int code =
            sqlite3_prepare_v3(handle(), text.text(), -1, SQLITE_PREPARE_PERSISTENT, &fresh->handle, nullptr);
        if (code != SQLITE_OK)
            fail(handle(), code, text.text());
        fresh->places = sqlite3_bind_parameter_count(fresh->handle);
        fresh->writes = sqlite3_stmt_readonly(fresh->handle) == 0;
        slot = std::move(fresh);
    }
    if (slot->writes && !writes)
        throw std::logic_error(std::string("writing without a transaction: ") + text.text());
    return *slot;
}

// ---------------------------------------------------------------------------------------------- reader

reader::reader(std::filesystem::path file) : connection(std::move(file), SQLITE_OPEN_READONLY)
{
    sqlite3_busy_timeout(handle(), 5000);
    const auto known = schema_version();
    auto found = query("PRAGMA user_version");
    found.step();
    const auto version = static_cast<int>(found.integer(0));
    if (version > known)
        throw newer_schema(this->file().string(), version, known);
    if (version < known)
        throw failure(fault::other, this->file().string() + ": older schema (" + std::to_string(version) +
                                        "); start the bot once to bring it up to date");
}

snapshot::snapshot(reader& from) : from_(from)
{
    from_.execute("BEGIN");
}

snapshot::~snapshot()
{
    sqlite3_exec(from_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace store
