#pragma once

#include "store/database.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

enum class broadcast_id : std::int64_t {};

/// A warning sent down the tree of units.
struct broadcast {
    broadcast_id id{};
    std::string unit{};   ///< of the sender
    std::string sender{}; ///< directory id
    instant at{};
    std::string text{}; ///< as it was sent: patient identifiers are masked already
};

/// One person it is addressed to.
struct broadcast_reader {
    std::string person{};
    std::optional<instant> tried_at{}; ///< nothing while they wait for their turn
    bool reached = false;              ///< there was a channel to send it by
    std::optional<instant> reminded_at{};
    std::optional<instant> read_at{}; ///< their chat showed it, or they said so
};

/// Adds it with its readers, all of them waiting; `id` of the argument is ignored.
broadcast_id add_broadcast(transaction& tx, const broadcast& what, std::span<const std::string> readers);
std::optional<broadcast> find_broadcast(connection& from, broadcast_id id);
/// The newest one addressed to the person that they have not read, else the newest one.
std::optional<broadcast_id> newest_broadcast_to(connection& from, std::string_view person);
std::optional<broadcast_id> newest_broadcast_by(connection& from, std::string_view sender);

std::vector<broadcast_reader> readers_of(connection& from, broadcast_id id);
/// Notes that it was sent to the person, or that no channel was open.
void note_tried(transaction& tx, broadcast_id id, std::string_view person, instant at, bool reached);
void note_reminded(transaction& tx, broadcast_id id, std::string_view person, instant at, bool reached);
/// False when it was not addressed to them; the first moment stays.
bool note_read(transaction& tx, broadcast_id id, std::string_view person, instant at);

/// How many messages of broadcasts left after `since`, reminders included. Looks at broadcasts of the last three days: no reminder comes later.
std::int64_t broadcast_messages_since(connection& from, instant since);

/// Readers whose messages failed on every channel; `purpose` is that of the broadcast's outbox rows.
std::set<std::string> failed_readers(connection& from, std::string_view purpose);

} // namespace store
