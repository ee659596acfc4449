#include "store/drafts.hpp"

namespace store {

draft_id archive_draft(transaction& tx, contact_id contact, instant at, std::string_view conversation_json)
{
    tx.run("INSERT INTO draft_archive(contact_id, at_ms, conversation) VALUES(?, ?, ?)", contact, at,
           conversation_json);
    return draft_id{tx.last_id()};
}

std::optional<std::string> restore_draft(transaction& tx, contact_id contact)
{
    draft_id newest{};
    std::string conversation;
    {
        auto row = tx.query(
            "SELECT id, conversation FROM draft_archive WHERE contact_id = ? ORDER BY id DESC LIMIT 1",
            contact);
        if (!row.step())
            return std::nullopt;
        newest = row.as<draft_id>(0);
        conversation = row.text(1);
    }
    tx.run("DELETE FROM draft_archive WHERE id = ?", newest);
    return conversation;
}

bool has_archived_draft(connection& from, contact_id contact)
{
    return from.query("SELECT 1 FROM draft_archive WHERE contact_id = ? LIMIT 1", contact).step();
}

std::int64_t prune_drafts(transaction& tx, instant older_than, int limit)
{
    return tx.run("DELETE FROM draft_archive WHERE id IN"
                  " (SELECT id FROM draft_archive WHERE at_ms < ? ORDER BY at_ms LIMIT ?)",
                  older_than, limit);
}

} // namespace store
