#pragma once

#include "bot/rules/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who is on duty in one role of one unit. QĐ 4494 Đ6.4 asks units with special systems to be on duty round the clock (law);
/// turns, deputies and swaps are how a unit arranges that itself (cfg).
namespace bot::duty {

using rules::duration;
using rules::instant;

/// A stretch of time, `until` excluded.
struct span {
    instant from{};
    instant until{};

    bool covers(instant at) const { return from <= at && at < until; }
    bool operator==(const span&) const = default;
};

/// People who take turns of equal length. `hand_over` is any moment at which the first of them begins a turn: turns go on from
/// it without end and back from it as well. At least one person; `turn` is above zero.
struct rotation {
    std::vector<std::string> people{};
    instant hand_over{};
    duration turn = std::chrono::weeks{1};
};

/// Somebody takes the duty over for a time, whoever's turn it is.
struct change {
    std::string person;
    std::string instead_of{}; ///< who would have been on duty; for those who read it, not for the reckoning
    span when{};
};

struct absence {
    std::string person;
    span when;
};

/// All that decides who is on duty. People are directory ids.
struct roster {
    std::optional<rotation> turns{};    ///< without: the first holder is planned
    std::vector<std::string> holders{}; ///< of the role, in the directory's order
    std::vector<change> changes{};      ///< in force, in the order they were entered: where two meet, the later one counts
    std::vector<absence> absences{};
    std::map<std::string, std::string, std::less<>> deputies{}; ///< person -> who acts for them when they are absent
};

/// One person's time on duty; `person` is "" where there is nobody.
struct shift {
    std::string person;
    span when;

    bool operator==(const shift&) const = default;
};

/// The turn that covers `at`.
shift turn_at(const rotation&, instant at);

/// When the turn that covers `at` began. Without turns it is the week, from Monday 00:00 in Vietnam, so that a shift has a
/// beginning that does not depend on when one looks.
instant turn_begins(const roster&, instant at);

bool is_absent(const roster&, std::string_view person, instant at);

/// Who acts for an absent person: their deputy, or, when that one is absent too, the deputy's deputy, and so on; "" for nobody.
std::string stand_in(const roster&, std::string_view person, instant at);

/// Whose duty it is by changes and turns, absent or not; "" when nobody holds the role.
std::string planned(const roster&, instant at);

/// Who can be asked, the one on duty first: the person planned, or who stands in for them, then the other holders in order
/// who are not absent. Nobody twice.
std::vector<std::string> available(const roster&, instant at);

/// Whose duty the span is by changes and turns. The shifts tile it; they are cut where a turn begins and where the person
/// changes. Nothing for an empty span.
std::vector<shift> planned_shifts(const roster&, const span& within);

/// Who is on duty, with absences and those who stand in. Tiles the span like `planned_shifts`.
std::vector<shift> shifts(const roster&, const span& within);

/// The same with neighbours of one person joined: from one hand-over to the next.
std::vector<shift> joined(std::vector<shift> all);

/// Where nobody who was planned, nor anybody named to stand in, is there; without turns, where no holder is.
std::vector<span> holes(const roster&, const span& within);

} // namespace bot::duty
