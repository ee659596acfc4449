#include "store/reach_checks.hpp"

namespace store {

namespace {

reach_check read(const statement& row)
{
    return {.person = row.text(0),
            .asked_at = row.moment(1),
            .answered_at = row.optional_moment(2),
            .channel = row.as<channel_number>(3)};
}

} // namespace

void note_reach_asked(transaction& tx, std::string_view person, channel_number channel, instant at)
{
    tx.run("INSERT OR REPLACE INTO reach_check(person, asked_ms, answered_ms, channel) VALUES(?, ?, NULL, ?)", person, at,
           channel);
}

bool note_reach_answered(transaction& tx, std::string_view person, instant at)
{
    return tx.run("UPDATE reach_check SET answered_ms = ? WHERE person = ? AND answered_ms IS NULL", at, person) == 1;
}

std::optional<reach_check> find_reach_check(connection& from, std::string_view person)
{
    auto row = from.query("SELECT person, asked_ms, answered_ms, channel FROM reach_check WHERE person = ?", person);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<reach_check> unanswered_reach_checks(connection& from, instant asked_at)
{
    auto rows = from.query("SELECT person, asked_ms, answered_ms, channel FROM reach_check"
                           " WHERE asked_ms = ? AND answered_ms IS NULL ORDER BY person",
                           asked_at);
    std::vector<reach_check> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace store
