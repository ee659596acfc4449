#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/pack.hpp"

#include <optional>
#include <vector>

namespace bot::rules {

// The arithmetic that deadlines and their proofs share. Internal to this folder.

/// Where a rule's clock starts for an incident.
struct clock_start {
    instant at;
    moment which = moment::received; ///< the moment picked, also when the clock was begun anew later
    std::optional<moment> restarted; ///< begun anew by this moment
    bool discharged = false;         ///< begun anew because a recurring duty was discharged
};
std::optional<clock_start> start_of(const deadline_rule&, const case_facts&);

/// The hours a rule gives on a system of that kind. Only for rules with `within`.
duration term_of(const deadline_rule&, criticality);

/// `amount` of running time after `start`. Pauses, in order of time, hold the clock; each one that does is
/// added to `applied`, cut to the part that counts. Nothing while a pause is open before the amount has run.
std::optional<instant> advance(instant start, duration amount, const std::vector<pause>& pauses,
                               std::vector<pause>* applied = nullptr);

} // namespace bot::rules
