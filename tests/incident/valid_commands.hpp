#pragma once

#include "tests/incident/support.hpp"

#include <string>
#include <vector>

/// For tables over all commands: a command that nothing but role or status can refuse.
namespace incident_test {

inline const actor everybody{.person = "all", .contact = "", .name = "Mọi Vai"};
inline const std::vector<std::string> every_role{"reporter", "vendor", "handler",   "incident_manager",
                                                 "it_head",  "leader", "authority", "administrator"};

/// The incident in a status, with whatever the command's own guard asks for: a lapse to acknowledge after, a
/// pause to resume from, a lowering to approve, a duty to send …
story ready_for(command_kind what, status state);

/// A well-formed command of that kind for the story's present state.
command valid(command_kind what, const story& told);

} // namespace incident_test
