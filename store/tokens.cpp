#include "store/tokens.hpp"

namespace store {

namespace {

constexpr int answers_kept = 5;

}

std::optional<token_pair> load_tokens(connection& from, std::string_view name)
{
    auto row = from.query("SELECT access, refresh, obtained_ms, expires_ms FROM token WHERE name = ?", name);
    if (!row.step())
        return std::nullopt;
    return token_pair{.access = row.text(0),
                      .refresh = row.text(1),
                      .obtained_at = row.moment(2),
                      .expires_at = row.moment(3)};
}

void save_tokens(transaction& tx, std::string_view name, const token_pair& pair)
{
    tx.run(
        "INSERT OR REPLACE INTO token(name, access, refresh, obtained_ms, expires_ms) VALUES(?, ?, ?, ?, ?)",
        name, pair.access, pair.refresh, pair.obtained_at, pair.expires_at);
    drop_refresh_mark(tx, name);
}

void note_refresh_started(transaction& tx, std::string_view name, const refresh_started& mark)
{
    tx.run("INSERT OR REPLACE INTO token_refresh(name, old_hash, at_ms) VALUES(?, ?, ?)", name, mark.old_hash,
           mark.at);
}

std::optional<refresh_started> unfinished_refresh(connection& from, std::string_view name)
{
    auto row = from.query("SELECT old_hash, at_ms FROM token_refresh WHERE name = ?", name);
    if (!row.step())
        return std::nullopt;
    return refresh_started{.old_hash = row.text(0), .at = row.moment(1)};
}

void drop_refresh_mark(transaction& tx, std::string_view name)
{
    tx.run("DELETE FROM token_refresh WHERE name = ?", name);
}

void keep_token_answer(transaction& tx, std::string_view name, instant at, std::string_view body)
{
    tx.run("INSERT INTO token_answer(name, at_ms, body) VALUES(?, ?, ?)", name, at, body);
    tx.run("DELETE FROM token_answer WHERE name = ?1 AND id NOT IN"
           " (SELECT id FROM token_answer WHERE name = ?1 ORDER BY id DESC LIMIT ?2)",
           name, answers_kept);
}

std::vector<std::string> token_answers(connection& from, std::string_view name)
{
    auto rows = from.query("SELECT body FROM token_answer WHERE name = ? ORDER BY id DESC", name);
    std::vector<std::string> found;
    while (rows.step())
        found.push_back(rows.text(0));
    return found;
}

} // namespace store
