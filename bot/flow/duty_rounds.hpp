#pragma once

#include "bot/flow/duty_posts.hpp"
#include "bot/flow/work.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bot::flow {

/// Sets the timers of the next changes of duty and of the daily look for holes in the roster. After a restart or a reload
/// whoever came on duty meanwhile hears so once, however many turns have passed.
void plan_duty_rounds(work&);
void hand_over_due(work&, const store::timer&);
void return_to_work_due(work&, const store::timer&);
void roster_check_due(work&, const store::timer&);

/// Runs `change`, which alters who is on duty in those posts now or later, and tells those whose duty begins or ends by it at
/// once, except those who know (they hear of it by the answer to what they wrote).
void with_hand_over(work&, const std::vector<duty_post>&, const std::set<std::string>& know, const std::function<void()>& change);

} // namespace bot::flow
