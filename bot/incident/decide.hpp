#pragma once

#include "bot/incident/command.hpp"
#include "bot/incident/event.hpp"
#include "bot/incident/incident.hpp"
#include "bot/incident/roles.hpp"
#include "bot/phrase.hpp"
#include "bot/rules/rule_book.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::incident {

/// What a caller may do about a refusal.
enum class refusal_kind : std::uint8_t {
    wrong_role,   ///< somebody else may; count tries (B12)
    wrong_status, ///< not in this state of the incident
    already_done, ///< nothing left to do: friendly, names who and when
    incomplete,   ///< something is missing: ask for it
    invalid,      ///< what was given cannot be
};

/// Why nothing was granted. `why` is one of `incident.refused.*`; it always has `number`.
///
/// Instants among the arguments are epoch milliseconds whose name ends in `_ms` (`at_ms`, `due_ms`), because
/// this core words no times. The texts use the name without the suffix: before rendering, the caller adds for
/// each `x_ms` an argument `x` with the time as it wants it shown (e.g. {messages::moment(instant, now)}).
struct refusal {
    refusal_kind kind = refusal_kind::invalid;
    bot::phrase why;
    std::vector<event>
        record{}; ///< to be stored although nothing was granted: the second press, the try without a role
};

/// The roles an actor acts in: those given, plus what the incident itself gives (its reporter, its handler),
/// plus `system` for the bot.
role_set roles_in(const incident& subject, const actor& who, std::span<const std::string> roles);

/// Decides a command: the events to store, in order, or why not. Pure: the same arguments give the same
/// answer. `roles` are the actor's over the incident's unit (for `report`: over the unit reported to).
/// `channel` is noted in the events. Events never lie before the incident's last one, should the clock have
/// stepped back. Throws std::logic_error for what a caller must have provided (number and unit of a report).
tl::expected<std::vector<event>, refusal> decide(const incident& subject, const command& what,
                                                 const actor& who, std::span<const std::string> roles,
                                                 instant now, const rules::rule_book& book,
                                                 std::string_view channel = {});

} // namespace bot::incident
