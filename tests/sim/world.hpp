#pragma once

#include "tests/support/hospital.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace sim {

/// How unkind the world is: each a chance out of 1 000 per turn of a person's day.
struct weather {
    unsigned send_fails = 60;      ///< HTTP 503 on the next send
    unsigned answer_lost = 40;     ///< accepted, but the answer never came
    unsigned receipt_lost = 40;
    unsigned redelivery = 80;      ///< the next webhooks come twice
    unsigned reordering = 40;      ///< the next webhooks are overtaken
    unsigned death = 30;           ///< the process dies at a write point
};

/// What one run showed.
struct findings {
    int reports = 0;
    int deaths = 0;
    int reminders = 0;
    std::vector<std::string> broken; ///< invariants, in words; empty when all held
    std::uint64_t digest = 0;        ///< of everything everybody heard and when: equal for equal seeds
};

/// The whole bot for `days` of a small hospital under the weather of one seed, then fair weather until quiet. Same seed, same run.
findings run(std::uint64_t seed, int days, weather conditions = {});

} // namespace sim
