#pragma once

#include "bot/rules/deadlines.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::rules {

/// A line of the arithmetic. `result` is where the clock stands after it.
struct proof_line {
    enum class kind {
        start,         ///< the moment counted from; `note` its name
        restarted,     ///< begun anew at `result`; `note` the moment's name
        candidate,     ///< another moment that was looked at, `result` its time; `note` its name
        term,          ///< plus `amount`
        pause,         ///< plus `amount`, a pause that counts; `note` its reason
        pause_ignored, ///< a pause that does not move this clock, `amount` long; `note` its reason
        held,          ///< an open pause holds the clock: no due time yet; `note` its reason
        first_day,     ///< the day of the start, not counted
        day,           ///< a day counted; `note` empty or "swap_work" with a name
        day_off,       ///< a day not counted; `note` "weekend" or the holiday's name
        rolled,        ///< the last day is no working day: on to `result`
        due,
    } what = kind::start;
    instant result{};
    duration amount{};
    int count = 0; ///< the number of the day counted
    std::string note{};

    bool operator==(const proof_line&) const = default;
};
std::string_view name_of(proof_line::kind);

/// How a due time came about, so that a person can check it with a pencil. Data only: callers word it.
struct proof {
    std::string rule_id{};
    std::string pack_id{};
    std::string pack_version{};
    std::string stamp{};
    std::string article{};
    rules::basis basis = basis::cfg;
    rules::basis figure_basis = basis::cfg;
    std::string source{};
    bool overridden = false; ///< the unit's own figure
    instant start{};
    moment start_moment = moment::received;
    std::vector<pause> pauses{}; ///< all of the incident's, counted or not
    std::vector<level_decision> levels{};
    std::vector<proof_line> lines{};
    std::optional<instant> due{};
    bool beyond_calendar = false; ///< the days fall into a year the calendar does not cover
};

/// Throws std::logic_error when the deadline's rule is not in the book.
proof prove(const rule_book&, const deadline&, const case_facts&);

} // namespace bot::rules
