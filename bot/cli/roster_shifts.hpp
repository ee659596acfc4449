#pragma once

#include "bot/cli/duty_calendar.hpp"
#include "bot/flow/duty_posts.hpp"
#include "bot/flow/knowledge.hpp"
#include "store/connection.hpp"

#include <string>
#include <vector>

namespace cli {

/// A shift of a post with what one wants to know of it.
struct roster_shift {
    bot::flow::duty_post post;
    bot::duty::shift shift;   ///< who is on duty; "" for nobody
    std::string instead_of{}; ///< who was planned, when that is somebody else
};

/// Who is on duty in the unit, by role and then by time: whole turns, from the running ones until `weeks` from now are covered.
/// `role` "" means every role with a roster.
std::vector<roster_shift> roster_shifts(store::connection& from, const config::directory& who, const std::string& unit, const std::string& role, int weeks,
                                        bot::rules::instant now);

/// The shifts as a calendar in `language`.
std::string roster_calendar(const std::vector<roster_shift>& shifts, const bot::flow::knowledge& know, const std::string& language, const std::string& unit,
                            bot::rules::instant now);

} // namespace cli
