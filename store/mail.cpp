#include "store/mail.hpp"

#include <nlohmann/json.hpp>

namespace store {

namespace {

/// Incident 0 in the tables is "none".
std::int64_t number_of(std::optional<incident_id> incident)
{
    return incident ? static_cast<std::int64_t>(*incident) : 0;
}

std::optional<incident_id> incident_of(std::int64_t number)
{
    return number == 0 ? std::nullopt : std::optional(incident_id{number});
}

} // namespace

std::optional<mail_position> find_mail_position(connection& from, std::string_view account, std::string_view folder)
{
    auto row = from.query("SELECT uidvalidity, last_uid FROM mail_position WHERE account = ? AND folder = ?", account, folder);
    if (!row.step())
        return std::nullopt;
    return mail_position{row.as<std::uint32_t>(0), row.as<std::uint32_t>(1)};
}

void save_mail_position(transaction& tx, std::string_view account, std::string_view folder, mail_position at)
{
    // Mails are taken in several at a time: a later one may commit first, and an earlier one shall not turn back.
    tx.run("INSERT INTO mail_position(account, folder, uidvalidity, last_uid) VALUES(?1, ?2, ?3, ?4)"
           " ON CONFLICT(account, folder) DO UPDATE SET"
           " last_uid = CASE WHEN uidvalidity = ?3 THEN max(last_uid, ?4) ELSE ?4 END, uidvalidity = ?3",
           account, folder, at.uidvalidity, at.last_uid);
}

int mail_tries(connection& from, std::string_view key)
{
    auto row = from.query("SELECT tries FROM mail_try WHERE key = ?", blob{key});
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

int count_mail_try(transaction& tx, std::string_view key, instant now)
{
    auto row = tx.query("INSERT INTO mail_try(key, tries, at_ms) VALUES(?1, 1, ?2)"
                        " ON CONFLICT(key) DO UPDATE SET tries = tries + 1, at_ms = ?2 RETURNING tries",
                        blob{key}, now);
    row.step();
    return static_cast<int>(row.integer(0));
}

void forget_mail_tries(transaction& tx, std::string_view key)
{
    tx.run("DELETE FROM mail_try WHERE key = ?", blob{key});
}

std::optional<mail_thread> find_mail_thread(connection& from, contact_id contact, std::optional<incident_id> incident)
{
    auto row = from.query("SELECT subject, first_message_id, last_message_id FROM mail_thread WHERE contact_id = ? AND incident_id = ?",
                          contact, number_of(incident));
    if (!row.step())
        return std::nullopt;
    return mail_thread{row.text(0), row.text(1), row.text(2)};
}

void save_mail_thread(transaction& tx, contact_id contact, std::optional<incident_id> incident, const mail_thread& what)
{
    tx.run("INSERT OR REPLACE INTO mail_thread(contact_id, incident_id, subject, first_message_id, last_message_id) VALUES(?, ?, ?, ?, ?)",
           contact, number_of(incident), what.subject, what.first_message_id, what.last_message_id);
}

void add_mail_entry(transaction& tx, const mail_entry& what)
{
    tx.run("INSERT INTO mail_entry(incident_id, contact_id, at_ms, kind, subject, message_id) VALUES(?, ?, ?, ?, ?, ?)",
           number_of(what.incident), what.contact, what.at, what.kind, what.subject, what.message_id);
}

std::vector<mail_entry> mail_entries(connection& from, incident_id incident)
{
    std::vector<mail_entry> entries;
    auto row = from.query("SELECT incident_id, contact_id, at_ms, kind, subject, message_id FROM mail_entry WHERE incident_id = ? ORDER BY id", incident);
    while (row.step())
        entries.push_back({incident_of(row.integer(0)), row.as<contact_id>(1), row.moment(2), row.text(3), row.text(4), row.text(5)});
    return entries;
}

void note_mail_answer(transaction& tx, contact_id contact, std::optional<incident_id> incident, instant now)
{
    tx.run("INSERT INTO mail_answer(contact_id, incident_id, at_ms) VALUES(?, ?, ?)", contact, number_of(incident), now);
}

std::int64_t count_mail_answers(connection& from, std::optional<contact_id> contact, std::optional<incident_id> incident, instant since)
{
    auto row = from.query("SELECT count(*) FROM mail_answer WHERE at_ms > ?1 AND (?2 IS NULL OR contact_id = ?2)"
                          " AND (?3 IS NULL OR incident_id = ?3)",
                          since, contact, incident);
    row.step();
    return row.integer(0);
}

std::int64_t add_unverified_mail(transaction& tx, const unverified_mail& what)
{
    auto files = nlohmann::json::array();
    for (const auto id : what.attachments)
        files.push_back(static_cast<std::int64_t>(id));
    tx.run("INSERT INTO unverified_mail(contact_id, at_ms, unit, why, subject, text, attachments, state) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
           what.contact, what.at, what.unit, what.why, what.subject, what.text, files.dump(), what.state);
    return tx.last_id();
}

std::optional<unverified_mail> find_unverified_mail(connection& from, std::int64_t id)
{
    auto row = from.query("SELECT id, contact_id, at_ms, unit, why, subject, text, attachments, state FROM unverified_mail WHERE id = ?", id);
    if (!row.step())
        return std::nullopt;
    unverified_mail one{row.integer(0), row.as<contact_id>(1), row.moment(2), row.text(3), row.text(4), row.text(5), row.text(6), {},
                        row.as<unverified_mail::state_kind>(8)};
    for (const auto& file : nlohmann::json::parse(row.text(7)))
        one.attachments.push_back(attachment_id{file.get<std::int64_t>()});
    return one;
}

bool decide_unverified_mail(transaction& tx, std::int64_t id, unverified_mail::state_kind how)
{
    return tx.run("UPDATE unverified_mail SET state = ? WHERE id = ? AND state = 0", how, id) == 1;
}

void prune_mail(transaction& tx, instant older_than)
{
    tx.run("DELETE FROM mail_answer WHERE at_ms < ?", older_than);
    tx.run("DELETE FROM mail_try WHERE at_ms < ?", older_than);
}

} // namespace store
