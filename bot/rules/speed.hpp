#pragma once

#include "bot/rules/pack.hpp"

namespace bot::rules {

// The clock of a drill. Internal to this folder: others ask for `rule_book::at_speed`.

/// Divides every length of time of the pack by `times` (2 or more): terms, ladders, cadences, the chain's steps. A term in
/// working or calendar days becomes so many days of 24 hours, divided: a drill knows no weekend. Shares of a term ("75%") and
/// the yearly reports stay. A figure that was divided is nobody's law any more and counts as `cfg`.
void speed_up(pack& one, int times);

} // namespace bot::rules
