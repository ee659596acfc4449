#pragma once

#include "bot/rules/time.hpp"
#include "tests/sim/department.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace sim {

using bot::rules::duration;
using bot::rules::instant;

/// Who it is that answers the call in the end.
enum class answerer { manager, backup, it_head, leader, nobody_that_day };

enum class ending {
    handled,
    dismissed, ///< a false report
    duplicate, ///< of `fate::same_as`
    parked,    ///< level 0: noted, analysed, closed
};

/// What really happens in one incident. The bot knows nothing of it: people find out when they look, and say so.
struct fate {
    std::string unit{};     ///< directory id
    std::string reporter{}; ///< a nurse's id
    instant reported_at{};
    hospital_system system{};
    std::string description{};
    std::string affected{}; ///< as the nurse answers it
    int level = 1;
    std::string type = "i"; ///< of QĐ 4494 Đ3.1, as typed
    bool ransomware = false;
    bool personal_data = false;

    answerer answers = answerer::manager;
    duration answers_after{}; ///< from the message that makes them answer
    bool classified_later = false;
    ending ends = ending::handled;
    int same_as = -1; ///< index of the main incident of a duplicate
    bool reporter_joins = false; ///< the duplicate's reporter says so, not the manager

    bool logs = false;
    bool promises = false;
    bool pauses = false;
    bool unable = false;  ///< the handler says so, and the leader decides
    bool forgets = false; ///< nobody does anything until the deadline has passed
    duration handled_after{}; ///< from the assignment, or from the leader's decision
    duration duty_after{};    ///< from the classification until the authorities are told
    duration summary_after{};
    bool summary_returned = false;
    bool closes = false;

    // As it goes on:
    std::string number{}; ///< once the nurse has the receipt
    bool in_hand = false; ///< somebody has answered
    std::string own_hands{}; ///< who gave it to themselves
};

/// Somebody is away, and says so when it begins.
struct leave {
    std::string person;
    instant from;
    instant until;
};

struct year_plan {
    std::vector<fate> fates{}; ///< in order of time
    std::vector<leave> leaves{};
};

struct year_options {
    instant from = bot::rules::from_vietnam(std::chrono::year{2027} / 1 / 4, 0, 0);
    instant until = bot::rules::from_vietnam(std::chrono::year{2028} / 1 / 3, 0, 0);
    int incidents = 500;
    department_options place{.rosters = true};
};

/// The whole time of one seed: bursts and quiet nights, weekends and Tết, one day of ransomware in several units, people's
/// leaves. New incidents end two weeks before the end, so that most stories are told to the end.
year_plan plan_year(const department&, const year_options&, std::uint64_t seed);

/// Chance by a generator whose results are the same with every standard library.
class chance {
public:
    explicit chance(std::uint64_t seed) : rng_(seed) {}
    std::uint64_t below(std::uint64_t limit) { return rng_() % limit; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    bool percent(std::uint64_t share) { return below(100) < share; }
    duration between(duration least, duration most) { return least + duration{static_cast<std::int64_t>(below(static_cast<std::uint64_t>((most - least).count()) + 1))}; }
    template <class Range>
    auto of(const Range& range)
    {
        return range[static_cast<std::size_t>(below(std::size(range)))];
    }

private:
    std::mt19937_64 rng_;
};

} // namespace sim
