#pragma once

#include "bot/rules/time.hpp"

#include <string>
#include <vector>

namespace cli {

/// One shift as a calendar shows it.
struct calendar_entry {
    std::string uid; ///< the same whenever the same shift is exported, so that a calendar replaces and does not double it
    std::string summary;
    std::string description{}; ///< "" for none
    bot::rules::instant from{};
    bot::rules::instant until{};
};

/// A calendar of RFC 5545: one VEVENT an entry, times in UTC, which every calendar shows by its own clock. `stamp` is when it
/// was made.
std::string to_icalendar(const std::vector<calendar_entry>& entries, const std::string& name, bot::rules::instant stamp);

} // namespace cli
