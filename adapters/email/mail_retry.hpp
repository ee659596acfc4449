#pragma once

#include "bot/rules/time.hpp"

#include <optional>
#include <vector>

namespace adapters::email {

/// How long a mail is tried: 1, 5, 15, 30 minutes, then hourly, given up after a day.
struct mail_retry {
    std::vector<bot::rules::duration> first{std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(15),
                                            std::chrono::minutes(30)};
    bot::rules::duration then = std::chrono::hours(1);
    bot::rules::duration expires = std::chrono::hours(24);   ///< from the first try
    bot::rules::duration ambiguous_min = std::chrono::minutes(10); ///< before a mail that may have arrived goes again

    /// The wait after `failures` failed tries (1 for the first), the last of them `age` after the first try began.
    /// Never shorter than what the peer `asked`; nothing when the next try would come after the mail has expired.
    std::optional<bot::rules::duration> wait_after(int failures, bot::rules::duration age, bool ambiguous = false,
                                                   bot::rules::duration asked = {}) const;
};

} // namespace adapters::email
