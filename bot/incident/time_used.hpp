#pragma once

#include "bot/incident/incident.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::incident {

/// Whose time was used, from the start of the handling clocks until it was handled, or until `now`.
struct time_used {
    struct share {
        std::string vendor{}; ///< directory id; "" for pauses that wait for nobody in particular
        std::string name{};
        rules::duration length{};

        bool operator==(const share&) const = default;
    };
    rules::duration total{};
    rules::duration unit{}; ///< what is left when the waits are taken off
    std::vector<share> waits{}; ///< in the order in which they began, one for each that was waited for
};

/// The split. It is told beside the deadlines and moves none of them.
time_used time_used_by(const incident& subject, instant now);

rules::duration time_of_vendor(const time_used& split, std::string_view vendor);

} // namespace bot::incident
