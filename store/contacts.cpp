#include "store/contacts.hpp"

namespace store {

namespace {

contact read(const statement& row)
{
    contact one{.id = row.as<contact_id>(0),
                .channel = row.as<channel_number>(1),
                .address = row.text(2),
                .person = row.text(3),
                .language = row.text(4),
                .conversation = std::nullopt,
                .menu = row.text(6),
                .last_shown = std::nullopt,
                .last_inbound_at = row.optional_moment(8),
                .stopped = row.flag(9),
                .blocked = row.flag(10),
                .strikes = static_cast<int>(row.integer(11)),
                .name = row.text(12),
                .phone = row.text(13),
                .extra = row.text(14)};
    if (!row.is_null(5))
        one.conversation = row.text(5);
    if (!row.is_null(7))
        one.last_shown = row.as<incident_id>(7);
    return one;
}

std::vector<contact> read_all(statement rows)
{
    std::vector<contact> found;
    while (rows.step())
        found.push_back(read(rows));
    return found;
}

} // namespace

std::optional<contact> find_contact(connection& from, channel_number channel, std::string_view address)
{
    auto row = from.query(
        "SELECT id, channel, address, person, language, conversation, menu, last_shown, last_inbound_ms,"
        " stopped, blocked, strikes, name, phone, extra FROM contact"
        " WHERE channel = ? AND address = ?",
        channel, address);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

std::optional<contact> find_contact(connection& from, contact_id id)
{
    auto row = from.query(
        "SELECT id, channel, address, person, language, conversation, menu, last_shown, last_inbound_ms,"
        " stopped, blocked, strikes, name, phone, extra FROM contact WHERE id = ?",
        id);
    if (!row.step())
        return std::nullopt;
    return read(row);
}

contact load_or_create(transaction& tx, channel_number channel, std::string_view address)
{
    if (auto known = find_contact(tx, channel, address))
        return *std::move(known);
    tx.run("INSERT INTO contact(channel, address) VALUES(?, ?)", channel, address);
    contact fresh{.id = contact_id{tx.last_id()}, .channel = channel, .address = std::string(address)};
    fresh.created = true;
    return fresh;
}

void save(transaction& tx, const contact& one)
{
    tx.run("UPDATE contact SET language = ?, conversation = ?, menu = ?, last_shown = ?, last_inbound_ms = ?,"
           " stopped = ?, blocked = ?, strikes = ?, name = ?, phone = ?, extra = ? WHERE id = ?",
           one.language, one.conversation, one.menu, one.last_shown, one.last_inbound_at, one.stopped,
           one.blocked, one.strikes, one.name, one.phone, one.extra, one.id);
}

std::vector<contact> contacts_of(connection& from, std::string_view person)
{
    // The second condition lets the planner use the partial index.
    return read_all(from.query(
        "SELECT id, channel, address, person, language, conversation, menu, last_shown, last_inbound_ms,"
        " stopped, blocked, strikes, name, phone, extra FROM contact"
        " WHERE person = ? AND person <> '' ORDER BY last_inbound_ms DESC, id",
        person));
}

void link_contact(transaction& tx, contact& one, std::string_view person)
{
    tx.run("UPDATE contact SET person = ? WHERE id = ?", person, one.id);
    one.person = person;
}

std::vector<contact> idle_conversations(connection& from, instant idle_since, contact_id after, int limit)
{
    return read_all(from.query(
        "SELECT id, channel, address, person, language, conversation, menu, last_shown, last_inbound_ms,"
        " stopped, blocked, strikes, name, phone, extra FROM contact"
        " WHERE id > ? AND conversation IS NOT NULL AND last_inbound_ms < ? ORDER BY id LIMIT ?",
        after, idle_since, limit));
}

void erase_contact(transaction& tx, contact_id id)
{
    tx.run("UPDATE contact SET person = '', language = '', conversation = NULL, menu = '', last_shown = NULL,"
           " name = '', phone = '', extra = '' WHERE id = ?",
           id);
    tx.run("DELETE FROM draft_archive WHERE contact_id = ?", id);
    tx.run("DELETE FROM link_try WHERE contact_id = ?", id);
}

} // namespace store
