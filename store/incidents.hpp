#pragma once

#include "store/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// What lists and the register's header show of an incident: a projection of its events.
struct incident_row {
    incident_id id{};
    std::string number{}; ///< "SC-2026-000012", unique
    std::string prefix{};
    int year = 0;
    int seq = 0;
    std::string unit{};
    std::string system{}; ///< system id, "" = unknown
    std::string status{}; ///< name of bot::incident's status
    bool open = true;     ///< not closed, dismissed or linked
    bool acknowledged = false;
    std::optional<int> level{}; ///< nothing before it is classified
    std::string type{};
    bool drill = false; ///< never in lists and figures unless asked for
    instant received_at{};
    std::string handler{}; ///< directory id, "" = not assigned
    std::string stamp{};   ///< the rule book it was opened under, see rule_texts.hpp
    std::string title{};   ///< short, masked: may be shown in lists
    instant updated_at{};
};

struct incident_number {
    int seq = 0;
    std::string text{}; ///< "<prefix>-<year>-<seq, 6 digits>"
};

/// The next number of a prefix and year. Without gaps: a transaction rolled back gives its number back.
incident_number take_number(transaction& tx, std::string_view prefix, int year);

/// Adds the row (its `id` is ignored); the new id.
incident_id add_incident(transaction& tx, const incident_row& row);
/// Writes all columns but id, number, prefix, year and seq.
void save_incident(transaction& tx, const incident_row& row);

std::optional<incident_row> find_incident(connection& from, incident_id id);
std::optional<incident_row> find_incident(connection& from, std::string_view number);
/// A short number ("12") among the incidents of `units`, newest year first; several when prefixes share it.
std::vector<incident_row> find_by_seq(connection& from, int seq, std::span<const std::string> units);

/// What to list. An empty field does not narrow.
struct incident_filter {
    std::optional<std::vector<std::string>> units{}; ///< an empty vector matches nothing
    std::optional<bool> open = true;
    std::optional<std::string> handler{};
    std::optional<contact_id> party{}; ///< reported or joined by this contact
    std::optional<std::string> status{};
    std::optional<std::string> system{};
    std::optional<instant> received_from{};   ///< inclusive
    std::optional<instant> received_before{}; ///< exclusive
    std::optional<instant> overdue_at{};      ///< has a running deadline due before this
    bool drills = false;
};

/// Newest first; `before` is the last id of the page before.
std::vector<incident_row> list_incidents(connection& from, const incident_filter& filter, int limit,
                                         std::optional<incident_id> before = {});
std::int64_t count_incidents(connection& from, const incident_filter& filter);

/// Contacts who hear how it goes: the reporter and those who joined.
void add_party(transaction& tx, incident_id incident, contact_id contact, instant at);
void remove_party(transaction& tx, incident_id incident, contact_id contact);
std::vector<contact_id> parties(connection& from, incident_id incident);

} // namespace store
