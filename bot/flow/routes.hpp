#pragma once

#include "bot/flow/work.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace bot::flow {

// How a person is reached.

/// A way to a person: each fails for reasons of its own.
enum class way : std::uint8_t {
    message,           ///< in their Zalo chat; the only way on which they can answer by a number
    template_by_user,  ///< a template to their Zalo user id
    template_by_phone, ///< a template to their phone number
    mail,
};

/// The chat a message goes to, and on which way.
struct route : chat {
    way by = way::message;
    bool billed = false; ///< a message outside the free window

    bool in_chat() const { return by == way::message; }
};

/// The way by which a person is reached now, best first: their Zalo chat inside the free window, a template by user id, a
/// template by phone, their chat in the billed window, mail. Left out are those in `not_by`, which have just failed, those
/// flagged as failing, and those the quota does not allow for an incident of that level (nothing: not known yet; from level 3
/// on a way beyond the quota is better than none).
std::optional<route> route_to(work&, std::string_view person, const std::set<way>& not_by = {}, std::optional<int> level = {});

/// A route, or the word that only the quota stands in the way.
struct route_choice {
    std::optional<route> taken{};
    bool too_dear = false;
};
route_choice choose_route(work&, std::string_view person, const std::set<way>& not_by, std::optional<int> level);

/// What a message on this route costs.
store::paid_kind cost_of(const route& there);

/// The way a message takes or took.
way way_of(store::channel_number channel, const std::string& payload);

/// The language a person is written to in.
std::string language_of(work&, std::string_view person);

/// Zalo, contract §2.1: free for 48 hours after the person's last interaction, billed up to 7 days, then closed.
inline constexpr std::chrono::hours free_window{48};
inline constexpr std::chrono::hours billed_window{7 * 24};

} // namespace bot::flow
