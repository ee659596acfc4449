#pragma once

#include "bot/incident/command_kind.hpp"
#include "bot/incident/status.hpp"

#include <cstdint>
#include <initializer_list>
#include <span>

namespace bot::incident {

/// A set of statuses as bits.
struct status_set {
    std::uint32_t bits = 0;

    constexpr status_set() = default;
    constexpr status_set(std::initializer_list<status> members)
    {
        for (const status each : members) {
            bits |= 1U << static_cast<unsigned>(each);
        }
    }
    [[nodiscard]] constexpr bool has(status value) const
    {
        return ((bits >> static_cast<unsigned>(value)) & 1U) != 0;
    }
    [[nodiscard]] constexpr status_set operator|(status_set other) const
    {
        status_set both;
        both.bits = bits | other.bits;
        return both;
    }
};

/// Where a command leads.
enum class lead : std::uint8_t {
    to,      ///< to `transition::to`
    stay,    ///< the status does not change
    restore, ///< to where it stood before it was set aside
};

/// One row of the table of regulation.md §3d.
struct transition {
    status_set from;
    command_kind what{};
    lead where = lead::stay;
    status to = status::none;
};

/// The whole table. A command that has no row for a status is refused there.
std::span<const transition> transitions();

/// The row for a command in a status, or null.
const transition* find_transition(status from, command_kind what);

} // namespace bot::incident
