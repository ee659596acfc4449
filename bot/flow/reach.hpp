#pragma once

#include "bot/flow/speaker.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace bot::flow {

// Whether the people who must act can be reached: asked each week, before their Zalo window shuts.

/// Sets the timer of the next morning on which the checks are looked at.
void plan_reach_checks(work&);
/// 08:00: asks whoever is to be asked that day by one message, and sets the time for their answer.
void reach_check_due(work&, const store::timer&);
/// A day later: who has not been heard of is flagged, and the head of each unit concerned hears who cannot be reached, why, and
/// what to do.
void reach_answer_due(work&, const store::timer&);

/// The button of the weekly check.
void confirm_reachable(const speaker&);

/// A person closed a chat to us ("dừng", blocked): flagged, and, for somebody with a role, told to those who can mend it, once.
void channel_closed(work&, const store::contact& closed, std::string_view reason);

/// What to say when this person is made responsible although they cannot be reached at present; nothing when they can.
std::optional<phrase> reach_warning(work&, std::string_view person);

/// What decides whether somebody is asked.
struct reach_facts {
    std::optional<rules::instant> heard{}; ///< from them, by any channel
    std::optional<rules::instant> asked{}; ///< by the latest check
    bool weekly = false;                   ///< it is the day of the week's check
};

/// Pure. Whoever was heard of in the last 48 hours is left in peace. The rest are asked on the day of the weekly check, and
/// before it when their window shuts sooner: later the question itself could not be sent.
bool is_to_be_asked(const reach_facts& facts, rules::instant now);

/// Product defaults.
inline constexpr int reach_check_hour = 8;
inline constexpr int reach_check_last_hour = 20; ///< a bot that was down at eight asks until then, else the next morning
inline constexpr std::chrono::hours reach_answer_within{24};
inline constexpr std::chrono::hours reach_not_asked_again_for{3 * 24};

} // namespace bot::flow
