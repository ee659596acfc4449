#pragma once

#include "bot/rules/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace adapters::zalo {

/// Consultation messages are free this long after the person's last interaction (contract §2.1, rules since 2026-01-01).
inline constexpr std::chrono::hours window_free{48};
/// … then billed, and refused with -230 after this long (contract §2.1).
inline constexpr std::chrono::hours window_open{24 * 7};
/// Reactions and replies by message id count separately; groups have no window at all (contract §3.1).

enum class window : std::uint8_t {
    free,
    billed, ///< needs a Zalo Cloud Account, else -320/-321
    closed, ///< -230/-232: only a template message
};

/// Never interacted means closed. An interaction "in the future" (clocks differ) counts as now.
window window_state(std::optional<bot::rules::instant> last_interaction, bot::rules::instant now);

} // namespace adapters::zalo
