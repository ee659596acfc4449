#include "store/schema.hpp"

#include <array>

namespace store {

namespace {

// Moments are UTC milliseconds. Tables that every event writes are small and keyed by integers; their indexes
// are partial, so that a plain reply touches none.
constexpr std::array<const char*, 3> steps{
    R"sql(
CREATE TABLE schema_version(version INTEGER PRIMARY KEY);

CREATE TABLE seen_generation(
    id INTEGER PRIMARY KEY AUTOINCREMENT, last_ms INTEGER NOT NULL, filter BLOB NOT NULL);
CREATE TABLE seen_young(id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, key BLOB NOT NULL);
CREATE TABLE seen(generation INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY(generation, key)) WITHOUT ROWID;
CREATE TABLE raw(
    id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    body TEXT, fact TEXT);

CREATE TABLE contact(
    id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, address TEXT NOT NULL, person TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '', conversation TEXT, menu TEXT NOT NULL DEFAULT '', last_shown INTEGER,
    last_inbound_ms INTEGER, stopped INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0,
    strikes INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
    extra TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX contact_address ON contact(channel, address);
CREATE INDEX contact_person ON contact(person) WHERE person <> '';
CREATE TABLE draft_archive(
    id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, conversation TEXT NOT NULL);
CREATE INDEX draft_archive_contact ON draft_archive(contact_id);
CREATE INDEX draft_archive_at ON draft_archive(at_ms);

CREATE TABLE incident(
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL, year INTEGER NOT NULL,
    seq INTEGER NOT NULL, unit TEXT NOT NULL, system TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL, level INTEGER, type TEXT NOT NULL, drill INTEGER NOT NULL,
    received_ms INTEGER NOT NULL, handler TEXT NOT NULL, stamp TEXT NOT NULL, title TEXT NOT NULL,
    updated_ms INTEGER NOT NULL);
CREATE INDEX incident_seq ON incident(seq, year);
CREATE INDEX incident_open ON incident(id) WHERE open = 1;
CREATE INDEX incident_handler ON incident(handler) WHERE handler <> '' AND open = 1;
CREATE INDEX incident_received ON incident(received_ms);
CREATE TABLE incident_counter(
    prefix TEXT NOT NULL, year INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(prefix, year)) WITHOUT ROWID;
CREATE TABLE incident_party(
    incident_id INTEGER NOT NULL REFERENCES incident(id), contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY(incident_id, contact_id)) WITHOUT ROWID;
CREATE INDEX incident_party_contact ON incident_party(contact_id);
CREATE TABLE rule_text(stamp TEXT PRIMARY KEY, json TEXT NOT NULL, first_used_ms INTEGER NOT NULL) WITHOUT ROWID;

-- AUTOINCREMENT: SQLite then remembers the highest seq ever given, so that a cut tail shows.
CREATE TABLE incident_event(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, incident_id INTEGER NOT NULL REFERENCES incident(id),
    at_ms INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, salt BLOB, digest TEXT NOT NULL,
    hash TEXT NOT NULL, redacted_by INTEGER);
CREATE INDEX incident_event_incident ON incident_event(incident_id);

-- incident_id 0: about no incident (NULLs would not be unique).
CREATE TABLE timer(
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, incident_id INTEGER NOT NULL, subject TEXT NOT NULL,
    at_ms INTEGER NOT NULL, generation INTEGER NOT NULL, data TEXT NOT NULL);
CREATE UNIQUE INDEX timer_key ON timer(incident_id, kind, subject);
CREATE INDEX timer_at ON timer(at_ms);
CREATE TABLE deadline(
    incident_id INTEGER NOT NULL REFERENCES incident(id), ordinal INTEGER NOT NULL, rule_id TEXT NOT NULL,
    start_ms INTEGER, due_ms INTEGER, state INTEGER NOT NULL, met_ms INTEGER,
    PRIMARY KEY(incident_id, ordinal)) WITHOUT ROWID;
CREATE INDEX deadline_running ON deadline(due_ms) WHERE state = 0 AND due_ms IS NOT NULL;

-- next_try_ms NULL: with the sender. An id is an idempotency key and must never come back: see id_block.hpp.
CREATE TABLE outbox_ids(reserved INTEGER NOT NULL);
INSERT INTO outbox_ids(reserved) VALUES(0);
CREATE TABLE outbox(
    id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, address TEXT NOT NULL, text TEXT NOT NULL,
    created_ms INTEGER NOT NULL, attempts INTEGER NOT NULL, urgency INTEGER NOT NULL, track INTEGER NOT NULL,
    next_try_ms INTEGER, incident_id INTEGER, purpose TEXT, person TEXT, payload TEXT, fallback_of INTEGER,
    resend INTEGER);
CREATE INDEX outbox_waiting ON outbox(urgency, next_try_ms) WHERE next_try_ms IS NOT NULL;
CREATE INDEX outbox_incident ON outbox(incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX outbox_tracked ON outbox(channel, address) WHERE track = 1;
CREATE TABLE delivery(
    id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, address TEXT NOT NULL, person TEXT, purpose TEXT,
    incident_id INTEGER, state INTEGER NOT NULL, provider_message_id TEXT, text TEXT, payload TEXT,
    fallback_of INTEGER, attempts INTEGER NOT NULL, created_ms INTEGER NOT NULL, sent_ms INTEGER NOT NULL,
    state_ms INTEGER NOT NULL);
CREATE INDEX delivery_provider ON delivery(provider_message_id, channel) WHERE provider_message_id IS NOT NULL;
CREATE INDEX delivery_incident ON delivery(incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX delivery_sent ON delivery(sent_ms) WHERE state = 4;
CREATE TABLE early_receipt(
    channel INTEGER NOT NULL, provider_message_id TEXT NOT NULL, state INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY(channel, provider_message_id)) WITHOUT ROWID;
CREATE TABLE delivery_attempt(
    id INTEGER PRIMARY KEY, outbox_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, channel INTEGER NOT NULL,
    error TEXT NOT NULL);
CREATE INDEX delivery_attempt_outbox ON delivery_attempt(outbox_id);

CREATE TABLE link_code(
    hash TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE, expires_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE link_try(id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL);
CREATE INDEX link_try_contact ON link_try(contact_id, at_ms);

CREATE TABLE token(
    name TEXT PRIMARY KEY, access TEXT NOT NULL, refresh TEXT NOT NULL, obtained_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE token_refresh(name TEXT PRIMARY KEY, old_hash TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE token_answer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL);

CREATE TABLE attachment(
    id INTEGER PRIMARY KEY AUTOINCREMENT, contact_id INTEGER NOT NULL, incident_id INTEGER REFERENCES incident(id),
    kind TEXT NOT NULL, url TEXT NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, next_try_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, data TEXT NOT NULL);
CREATE INDEX attachment_pending ON attachment(next_try_ms) WHERE state = 0;
CREATE INDEX attachment_incident ON attachment(incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX attachment_contact ON attachment(contact_id);

CREATE TABLE absence(
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
    entered_by TEXT NOT NULL);
CREATE INDEX absence_person ON absence(person);
CREATE TABLE unreachable(
    person TEXT NOT NULL, channel INTEGER NOT NULL, since_ms INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY(person, channel)) WITHOUT ROWID;
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counter(
    name TEXT NOT NULL, day INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY(name, day)) WITHOUT ROWID;
)sql",
    R"sql(
-- Mail. How far a folder has been read; tries of mails that could not be taken in; threads; answers given, for the caps;
-- reports of senders nobody vouches for.
CREATE TABLE mail_position(
    account TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, last_uid INTEGER NOT NULL,
    PRIMARY KEY(account, folder)) WITHOUT ROWID;
CREATE TABLE mail_try(key BLOB PRIMARY KEY, tries INTEGER NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX mail_try_at ON mail_try(at_ms);
-- incident_id 0: about no incident.
CREATE TABLE mail_thread(
    contact_id INTEGER NOT NULL, incident_id INTEGER NOT NULL, subject TEXT NOT NULL, first_message_id TEXT NOT NULL,
    last_message_id TEXT NOT NULL, PRIMARY KEY(contact_id, incident_id)) WITHOUT ROWID;
CREATE TABLE mail_entry(
    id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL, contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL);
CREATE INDEX mail_entry_incident ON mail_entry(incident_id);
CREATE TABLE mail_answer(id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, incident_id INTEGER NOT NULL, at_ms INTEGER NOT NULL);
CREATE INDEX mail_answer_at ON mail_answer(at_ms);
CREATE TABLE unverified_mail(
    id INTEGER PRIMARY KEY AUTOINCREMENT, contact_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, unit TEXT NOT NULL, why TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, state INTEGER NOT NULL);
)sql",
    R"sql(
-- People and time. Changes of the roster made by chat, with who and when; offers to swap wait in state 0.
CREATE TABLE duty_change(
    id INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, instead_of TEXT NOT NULL,
    from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, state INTEGER NOT NULL, offer INTEGER NOT NULL, entered_by TEXT NOT NULL,
    at_ms INTEGER NOT NULL, settled_by TEXT NOT NULL, settled_ms INTEGER);
CREATE INDEX duty_change_post ON duty_change(unit, role, until_ms);
CREATE INDEX duty_change_offer ON duty_change(offer) WHERE offer <> 0;
CREATE INDEX absence_until ON absence(until_ms);
-- Sending in a fair order needs the unit a message is of; the quota ledger what it costs (1 billed message, 2 template).
ALTER TABLE outbox ADD COLUMN unit TEXT;
ALTER TABLE outbox ADD COLUMN paid INTEGER;
CREATE INDEX outbox_paid ON outbox(paid) WHERE paid IS NOT NULL;
-- What quiet hours, or a quota used up, held back for a person's morning digest. incident_id 0: about no incident.
CREATE TABLE held_note(
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, incident_id INTEGER NOT NULL, purpose TEXT NOT NULL, text TEXT NOT NULL,
    at_ms INTEGER NOT NULL);
CREATE INDEX held_note_person ON held_note(person);
-- The weekly check of a person's channels; channel 0: there was none to ask them by.
CREATE TABLE reach_check(person TEXT PRIMARY KEY, asked_ms INTEGER NOT NULL, answered_ms INTEGER, channel INTEGER NOT NULL) WITHOUT ROWID;
-- Drills and what belongs to them.
CREATE TABLE drill(
    id INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, speed INTEGER NOT NULL, injects TEXT NOT NULL, started_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL, ended_ms INTEGER, started_by TEXT NOT NULL, scenario TEXT NOT NULL);
CREATE TABLE drill_incident(incident_id INTEGER PRIMARY KEY, drill_id INTEGER NOT NULL REFERENCES drill(id));
CREATE INDEX drill_incident_drill ON drill_incident(drill_id);
-- Warnings sent down the tree of units.
CREATE TABLE broadcast(
    id INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, sender TEXT NOT NULL, at_ms INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE broadcast_reader(
    broadcast_id INTEGER NOT NULL REFERENCES broadcast(id), person TEXT NOT NULL, outbox_id INTEGER, read_ms INTEGER,
    PRIMARY KEY(broadcast_id, person)) WITHOUT ROWID;
-- Recurring duties of a unit that were discharged.
CREATE TABLE unit_duty(
    unit TEXT NOT NULL, rule_id TEXT NOT NULL, year INTEGER NOT NULL, done_ms INTEGER NOT NULL, done_by TEXT NOT NULL, proof TEXT NOT NULL,
    PRIMARY KEY(unit, rule_id, year)) WITHOUT ROWID;
)sql",
};

} // namespace

std::span<const char* const> schema_steps()
{
    return steps;
}

} // namespace store
