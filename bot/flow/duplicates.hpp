#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Joins `duplicate` to `main`: its reporters hear of the main incident from here on. Both change, or neither.
void link_cases(const speaker&, case_file& duplicate, case_file& main, const std::string& reason = {});

/// The same on the word of the reporter of `duplicate`: the bot joins them, and says how to undo it.
void link_as_same(const speaker&, case_file& duplicate, case_file& main);

/// Undoes it: the incident stands where it stood, its reporters leave the main one.
void unlink_case(const speaker&, case_file& duplicate, const std::string& reason);

/// The newest open incident of the same unit and system reported within a day before this one, if any: the reporter is asked
/// whether it is the same (scenario F4).
std::optional<case_file> likely_same(work&, const case_file& fresh);

inline constexpr std::chrono::hours same_incident_within{24};

} // namespace bot::flow
