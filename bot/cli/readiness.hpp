#pragma once

#include "store/reachability.hpp"

#include <string>
#include <vector>

namespace cli {

/// Why a part of the bot cannot do its work.
struct trouble {
    std::string part;
    std::string why;
};

/// The body of /readyz: {"ready", "reasons": [{"part", "why"}], "unreachable": [{"person", "channel", "since", "reason"}]}. People
/// who cannot be reached make the hospital less ready, not the bot: "ready" is about the reasons alone. Ids only, no names;
/// `since` as ISO 8601 in UTC.
std::string readiness_page(const std::vector<trouble>& reasons, const std::vector<store::unreachable>& people);

} // namespace cli
