#include "store/people_copy.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <string>

namespace store {

namespace {

struct finalizer {
    void operator()(sqlite3_stmt* one) const { sqlite3_finalize(one); }
};
using raw_statement = std::unique_ptr<sqlite3_stmt, finalizer>;

raw_statement prepared_on(sqlite3* handle, const std::string& text)
{
    sqlite3_stmt* made = nullptr;
    if (const int code = sqlite3_prepare_v2(handle, text.c_str(), -1, &made, nullptr); code != SQLITE_OK)
        fail(handle, code, text);
    return raw_statement(made);
}

struct copied_table {
    const char* name;
    const char* condition;
};

// Both databases have this program's schema, so whole rows are copied: a column more needs no change here.
constexpr std::array tables{
    copied_table{"contact", "person <> '' OR channel = 2"}, // 2: groups
    copied_table{"absence", "1"},
    copied_table{"duty_change", "1"},
    copied_table{"unreachable", "1"},
    copied_table{"reach_check", "1"},
    copied_table{"counter", "1"},
    copied_table{"setting", "name NOT LIKE 'rehearsal%'"},
};

void copy(sqlite3* from, sqlite3* into, const copied_table& table)
{
    const auto rows = prepared_on(from, std::string("SELECT * FROM ") + table.name + " WHERE " + table.condition);
    const int columns = sqlite3_column_count(rows.get());
    std::string places = "?";
    for (int i = 1; i < columns; ++i)
        places += ", ?";
    const auto insert = prepared_on(into, std::string("INSERT OR REPLACE INTO ") + table.name + " VALUES(" + places + ")");
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
        for (int i = 0; i < columns; ++i)
            sqlite3_bind_value(insert.get(), i + 1, sqlite3_column_value(rows.get(), i));
        if (const int done = sqlite3_step(insert.get()); done != SQLITE_DONE)
            fail(into, done, table.name);
        sqlite3_reset(insert.get());
    }
    if (code != SQLITE_DONE)
        fail(from, code, table.name);
}

} // namespace

void copy_people(connection& live, transaction& into)
{
    for (const auto& table : tables)
        copy(live.handle(), into.db().handle(), table);
}

void open_all_windows(transaction& in, instant now)
{
    in.run("UPDATE contact SET last_inbound_ms = ? WHERE last_inbound_ms IS NOT NULL", now);
}

} // namespace store
