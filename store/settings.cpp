#include "store/settings.hpp"

namespace store {

std::optional<std::string> setting(connection& from, std::string_view name)
{
    auto row = from.query("SELECT value FROM setting WHERE name = ?", name);
    if (!row.step())
        return std::nullopt;
    return row.text(0);
}

void set_setting(transaction& tx, std::string_view name, std::string_view value)
{
    tx.run("INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)", name, value);
}

void drop_setting(transaction& tx, std::string_view name)
{
    tx.run("DELETE FROM setting WHERE name = ?", name);
}

void add_to_counter(transaction& tx, std::string_view name, int day, std::int64_t amount)
{
    tx.run("INSERT INTO counter(name, day, value) VALUES(?, ?, ?)"
           " ON CONFLICT(name, day) DO UPDATE SET value = value + excluded.value",
           name, day, amount);
}

std::int64_t counter(connection& from, std::string_view name, int from_day, int to_day)
{
    auto row =
        from.query("SELECT coalesce(sum(value), 0) FROM counter WHERE name = ? AND day >= ? AND day < ?",
                   name, from_day, to_day);
    row.step();
    return row.integer(0);
}

} // namespace store
