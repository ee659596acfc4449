#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/speaker.hpp"

#include <optional>
#include <string>

namespace bot::flow {

/// "hoãn 12 2 tiếng: chờ nhà thầu": reminders and chain wait until then; exactly one message at its end, and the chain goes on
/// where it was (scenarios C1, C2).
void snooze(const speaker&, case_file&, const std::string& rest);
void snooze_until(const speaker&, case_file&, rules::instant until, const std::string& reason);

/// The latest moment a snooze may last to: a quarter of an hour before the next deadline that is the law's own. Nothing when no
/// such deadline runs.
std::optional<rules::instant> latest_snooze(work&, const case_file&);

/// A snooze was just recorded: holds the chain and sets the wake-up.
void begin_snooze(work&, case_file&);
/// The end of a snooze: one message with the present state to whoever asked for it.
void wake_up_due(work&, const store::timer&);
/// Somebody acted for good: there is nothing to wake up for.
void drop_wake_up(work&, const case_file&);

} // namespace bot::flow
