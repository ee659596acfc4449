#pragma once

#include "bot/dialog/conversation.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace bot::dialog {

/// Life of an unfinished form, counted from the person's last message (scenario F2).
inline constexpr std::chrono::hours draft_warned_after{24};
inline constexpr std::chrono::hours draft_expires_after{72};
inline constexpr std::chrono::hours draft_kept_for{30 * 24};

enum class draft_state : std::uint8_t {
    open,    ///< goes on
    idle,    ///< the person is to be reminded, once
    expired, ///< closed: other messages no longer belong to it, "tiếp tục" restores it
    gone,    ///< to be erased
};

draft_state draft_state_at(const conversation& draft, rules::instant now);

/// The next moment after `now` at which the state changes; nothing once it is gone.
std::optional<rules::instant> next_draft_change(const conversation& draft, rules::instant now);

} // namespace bot::dialog
