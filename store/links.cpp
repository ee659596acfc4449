#include "store/links.hpp"

namespace store {

void add_link_code(transaction& tx, std::string_view code_hash, std::string_view person, instant expires_at)
{
    tx.run("DELETE FROM link_code WHERE person = ?", person);
    // Two people drawing the same code: the later has it, the earlier asks again.
    tx.run("INSERT OR REPLACE INTO link_code(hash, person, expires_ms) VALUES(?, ?, ?)", code_hash, person,
           expires_at);
}

std::optional<std::string> redeem_link_code(transaction& tx, std::string_view code_hash, instant now)
{
    auto row =
        tx.query("DELETE FROM link_code WHERE hash = ? AND expires_ms > ? RETURNING person", code_hash, now);
    if (!row.step())
        return std::nullopt;
    return row.text(0);
}

std::int64_t note_wrong_code(transaction& tx, contact_id contact, instant now, instant since)
{
    tx.run("INSERT INTO link_try(contact_id, at_ms) VALUES(?, ?)", contact, now);
    return wrong_codes(tx, contact, since);
}

std::int64_t wrong_codes(connection& from, contact_id contact, instant since)
{
    auto row =
        from.query("SELECT count(*) FROM link_try WHERE contact_id = ? AND at_ms >= ?", contact, since);
    row.step();
    return row.integer(0);
}

std::int64_t prune_links(transaction& tx, instant expired_before)
{
    return tx.run("DELETE FROM link_code WHERE expires_ms < ?", expired_before) +
           tx.run("DELETE FROM link_try WHERE at_ms < ?", expired_before);
}

} // namespace store
