#include "store/reachability.hpp"

namespace store {

namespace {

unreachable read(const statement& row)
{
    return {.person = row.text(0),
            .channel = row.as<channel_number>(1),
            .since = row.moment(2),
            .reason = row.text(3)};
}

} // namespace

bool flag_unreachable(transaction& tx, const unreachable& what)
{
    const bool known = unreachable_since(tx, what.person, what.channel).has_value();
    tx.run("INSERT INTO unreachable(person, channel, since_ms, reason) VALUES(?, ?, ?, ?)"
           " ON CONFLICT(person, channel) DO UPDATE SET reason = excluded.reason",
           what.person, what.channel, what.since, what.reason);
    return !known;
}

bool clear_unreachable(transaction& tx, std::string_view person, channel_number channel)
{
    return tx.run("DELETE FROM unreachable WHERE person = ? AND channel = ?", person, channel) == 1;
}

std::optional<unreachable> unreachable_since(connection& from, std::string_view person,
                                             channel_number channel)
{
    auto row = from.query(
        "SELECT person, channel, since_ms, reason FROM unreachable WHERE person = ? AND channel = ?", person,
        channel);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<unreachable> all_unreachable(connection& from)
{
    auto rows =
        from.query("SELECT person, channel, since_ms, reason FROM unreachable ORDER BY person, channel");
    std::vector<unreachable> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace store
