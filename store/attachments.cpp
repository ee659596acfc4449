#include "store/attachments.hpp"

namespace store {

namespace {

attachment read(const statement& row)
{
    attachment one{.id = row.as<attachment_id>(0),
                   .contact = row.as<contact_id>(1),
                   .incident = std::nullopt,
                   .kind = row.text(3),
                   .url = row.text(4),
                   .name = row.text(5),
                   .state = row.as<attachment_state>(6),
                   .sha256 = row.text(7),
                   .size = row.integer(8),
                   .path = row.text(9),
                   .reason = row.text(10),
                   .attempts = static_cast<int>(row.integer(11)),
                   .next_try_at = row.moment(12),
                   .created_at = row.moment(13),
                   .data = row.text(14)};
    if (!row.is_null(2))
        one.incident = row.as<incident_id>(2);
    return one;
}

std::vector<attachment> read_all(statement rows)
{
    std::vector<attachment> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace

attachment_id add_attachment(transaction& tx, const attachment& one)
{
    tx.run(
        "INSERT INTO attachment(contact_id, incident_id, kind, url, name, state, sha256, size, path, reason,"
        " attempts, next_try_ms, created_ms, data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
        one.contact, one.incident, one.kind, one.url, one.name, one.state, one.sha256, one.size, one.path,
        one.reason, one.next_try_at.value_or(one.created_at), one.created_at, one.data);
    return attachment_id{tx.last_id()};
}

std::optional<attachment> find_attachment(connection& from, attachment_id id)
{
    auto row =
        from.query("SELECT id, contact_id, incident_id, kind, url, name, state, sha256, size, path, reason,"
                   " attempts, next_try_ms, created_ms, data FROM attachment WHERE id = ?",
                   id);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::vector<attachment> pending_attachments(connection& from, instant now, int limit)
{
    return read_all(
        from.query("SELECT id, contact_id, incident_id, kind, url, name, state, sha256, size, path, reason,"
                   " attempts, next_try_ms, created_ms, data FROM attachment"
                   " WHERE state = 0 AND next_try_ms <= ? ORDER BY next_try_ms, id LIMIT ?",
                   now, limit));
}

// The links of a channel carry access rights for a while: not kept longer than they are needed.
bool attachment_stored(transaction& tx, attachment_id id, std::string_view sha256, std::int64_t size,
                       std::string_view path)
{
    return tx.run("UPDATE attachment SET state = ?, sha256 = ?, size = ?, path = ?, url = '', attempts = "
                  "attempts + 1"
                  " WHERE id = ? AND state = 0",
                  attachment_state::stored, sha256, size, path, id) == 1;
}

void attachment_refused(transaction& tx, attachment_id id, std::string_view reason)
{
    tx.run("UPDATE attachment SET state = ?, reason = ?, url = '', attempts = attempts + 1 WHERE id = ? AND "
           "state = 0",
           attachment_state::refused, reason, id);
}

void attachment_failed(transaction& tx, attachment_id id, std::string_view reason,
                       std::optional<instant> next_try)
{
    if (next_try)
        tx.run("UPDATE attachment SET reason = ?, next_try_ms = ?, attempts = attempts + 1 WHERE id = ? AND "
               "state = 0",
               reason, *next_try, id);
    else
        tx.run("UPDATE attachment SET state = ?, reason = ?, url = '', attempts = attempts + 1 WHERE id = ? "
               "AND state = 0",
               attachment_state::failed, reason, id);
}

void assign_attachments(transaction& tx, std::span<const attachment_id> ids, incident_id incident)
{
    for (const auto id : ids)
        tx.run("UPDATE attachment SET incident_id = ? WHERE id = ?", incident, id);
}

std::vector<attachment> attachments_of(connection& from, incident_id incident)
{
    return read_all(
        from.query("SELECT id, contact_id, incident_id, kind, url, name, state, sha256, size, path, reason,"
                   " attempts, next_try_ms, created_ms, data FROM attachment"
                   " WHERE incident_id = ? ORDER BY id",
                   incident));
}

std::vector<std::string> erase_attachments(transaction& tx, contact_id contact)
{
    std::vector<std::string> files;
    {
        auto rows =
            tx.query("SELECT path FROM attachment WHERE contact_id = ? AND path <> '' ORDER BY id", contact);
        while (rows.step())
            files.push_back(rows.text(0));
    }
    tx.run("UPDATE attachment SET state = ?, url = '', name = '', path = '', sha256 = '', size = 0, data = ''"
           " WHERE contact_id = ?",
           attachment_state::erased, contact);
    return files;
}

} // namespace store
