#pragma once

#include "bot/duty/roster.hpp"
#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// A role of a unit that has a roster of its own; units below without one share it.
struct duty_post {
    std::string unit;
    std::string role;

    auto operator<=>(const duty_post&) const = default;
};

/// Roles in which somebody is asked when something happens, whether people take turns in them or not.
inline constexpr std::array<std::string_view, 4> roles_on_duty{"incident_manager", "handler", "it_head", "leader"};

/// Every post of the directory: the roles above, and whatever else people take turns in.
std::vector<duty_post> duty_posts(const config::directory&);
/// Those whose roster may come to the person: they hold the role, or they are named for somebody who does.
std::vector<duty_post> duty_posts_of(const config::directory&, std::string_view person);
/// Those in which the person holds the role.
std::vector<duty_post> duty_posts_held_by(const config::directory&, std::string_view person);

/// "unit/role", the subject of the post's timer, and back; nothing for a post the directory no longer has.
std::string to_subject(const duty_post&);
std::optional<duty_post> duty_post_of(const config::directory&, std::string_view subject);

/// How far ahead a roster is looked at: every person's next turn is within it. At least ten weeks.
rules::duration horizon_of(const config::directory&, const duty_post&);

duty::roster load_roster(work&, const duty_post&, const duty::span& within);

/// The same time of day as the post's hand-over, since midnight in Vietnam; 00:00 where people take no turns.
std::chrono::minutes hand_over_clock(const config::directory&, const duty_post&);

// --- in words

/// {role} and {unit} of a text.
bot::arguments named(const work&, const duty_post&);
/// The same with {from} and {until}.
bot::arguments named(const work&, const duty_post&, const duty::span&);

/// How many incidents of the post's units are open, and the most urgent of them.
std::vector<phrase> open_incidents_of(work&, const duty_post&);

} // namespace bot::flow
