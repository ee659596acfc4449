#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/rule_book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::rules {

enum class deadline_state {
    running,   ///< open, whether or not its due time has passed
    met,       ///< in time
    missed,    ///< done, but late
    cancelled, ///< pointless now: dismissed, linked, or another level's rule took over
    waived,    ///< a person let it go, with a reason
};
std::string_view name_of(deadline_state);

/// One duty of one incident with its clock. A value: recomputed from the facts each time, never patched.
struct deadline {
    std::string rule_id{};
    std::string pack_id{};
    std::string pack_version{};
    std::string article{};
    rules::basis basis = basis::cfg;        ///< of the duty
    rules::basis figure_basis = basis::cfg; ///< of its figure: only `law` may be shown as the law's own
    std::string title{};                    ///< catalogue key `rule.<id>`
    std::string authority{};                ///< "" inside the unit, else whom the notice goes to
    std::string form{};

    instant start{};
    moment start_moment = moment::received;
    instant effective_from{}; ///< since when the incident is under this rule; nothing is sent for it earlier
    std::optional<instant> due{}; ///< nothing while a pause holds the clock
    bool immediate = false;       ///< the law says "at once": show as due from the start on
    deadline_state state = deadline_state::running;
    std::optional<instant> met_at{};
    std::vector<pause> pauses_applied{}; ///< only those that moved the due time
    std::optional<int> level{};          ///< the level that drives it, when classified

    bool operator==(const deadline&) const = default;

    /// Its due time lay in the past when the incident came under the rule (regulation default 4).
    bool late_on_arrival() const { return due && *due <= effective_from; }
    /// Running and past due.
    bool overdue(instant now) const { return state == deadline_state::running && due && *due <= now; }
};

/// Every duty the facts call for, in pack order, one per rule id; with those that an earlier level called for
/// as `cancelled`. A duty whose start is unknown is not listed. Yearly duties are not an incident's: see
/// `yearly_deadlines`.
std::vector<deadline> deadlines(const rule_book&, const case_facts&);

/// The yearly reports (NĐ 331 Đ35.4) due in that year; `done` as in case_facts.
std::vector<deadline> yearly_deadlines(const rule_book&, std::chrono::year,
                                       const std::map<std::string, instant>& done = {});

enum class nudge_kind {
    reminder,   ///< a ladder point before the due time
    escalation, ///< somebody above is told before the due time
    breach,     ///< the due time itself, or the moment the duty turned out to be late already
    repeat,     ///< the cadence after it
};
std::string_view name_of(nudge_kind);

/// Something to send about a running deadline. At most one an instant: recipients are merged, the graver kind
/// wins.
struct nudge {
    instant at{};
    nudge_kind kind = nudge_kind::reminder;
    int ordinal = 0; ///< 1, 2, … along the deadline's own sequence, counted on through the cadence
    std::vector<std::string> to_roles{};
    bool to_leadership_channel = false;
    bool to_superior_channel = false;

    bool operator==(const nudge&) const = default;
};

/// The first point strictly after `after`; the cadence goes on for as long as the deadline runs. Nothing for
/// a deadline that is not running or is paused. Points that lay before `effective_from` are not repeated one
/// by one: escalations and a breach among them come as one nudge at `effective_from`, mere reminders are
/// dropped.
///
/// To schedule: keep the `at` of the last nudge sent for (incident, rule), `instant::min()` at first. On
/// every event and timer, send `latest_nudge(…, last, now)` if there is one and remember its `at`; then set
/// the timer to `next_nudge(…, last)`.
std::optional<nudge> next_nudge(const rule_book&, const deadline&, const case_facts&, instant after);

/// The last point in (after, upto] standing for all of them: its kind is the gravest and its recipients are
/// everybody whom the points in between would have reached. One message after a downtime, not one per point
/// missed.
std::optional<nudge> latest_nudge(const rule_book&, const deadline&, const case_facts&, instant after,
                                  instant upto);

} // namespace bot::rules
