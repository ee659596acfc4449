#include "bot/rules/deadlines.hpp"
#include "bot/rules/terms.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace bot::rules {
namespace {

/// A point of the sequence before it is merged with others of its instant. Points into the rule.
struct mark {
    instant at;
    nudge_kind kind = nudge_kind::reminder;
    const std::vector<std::string>* remind = nullptr;
    const recipients* to = nullptr;
};

/// The order in which kinds win when points fall together.
int gravity(nudge_kind kind)
{
    switch (kind) {
    case nudge_kind::reminder:
        return 0;
    case nudge_kind::escalation:
        return 1;
    case nudge_kind::repeat:
        return 2;
    case nudge_kind::breach:
        return 3;
    }
    return 0;
}

struct sequence {
    std::vector<mark> marks; ///< in order of time
    instant cadence_from;
    std::optional<duration> cadence;
    mark repeated;
    int distinct = 0; ///< instants among `marks`
};

std::optional<instant> instant_of(const point& at, const deadline_rule& rule, const deadline& of,
                                  const case_facts& facts)
{
    static const std::vector<pause> none;
    const auto& pauses = rule.pausable ? facts.pauses : none;
    if (at.before_due)
        return *of.due - *at.before_due;
    if (at.after_start)
        return advance(of.start, *at.after_start, pauses);
    if (rule.within)
        return advance(of.start, term_of(rule, facts.system) * *at.percent / 100, pauses);
    return of.start + (*of.due - of.start) * *at.percent / 100;
}

std::optional<duration> cadence_of(const deadline_rule& rule, std::optional<int> level)
{
    auto found = level ? rule.repeat.find(*level) : rule.repeat.end();
    if (found == rule.repeat.end())
        found = rule.repeat.find(-1);
    if (found == rule.repeat.end())
        return std::nullopt;
    return found->second;
}

sequence sequence_of(const rule_book& book, const deadline& of, const case_facts& facts)
{
    const auto placed = book.find(of.rule_id);
    if (!placed)
        throw std::logic_error("the deadline's rule is not in this rule book: " + of.rule_id);
    const deadline_rule& rule = *placed->rule;
    sequence made;
    made.marks.reserve(rule.ladder.size() + rule.escalate.size() + 1);
    for (const point& at : rule.ladder) {
        const auto when = instant_of(at, rule, of, facts);
        if (when && *when < *of.due && *when >= of.effective_from)
            made.marks.push_back(
                {.at = *when, .kind = nudge_kind::reminder, .remind = &rule.remind, .to = nullptr});
    }
    for (const escalation_step& step : rule.escalate) {
        const auto when = instant_of(step.at, rule, of, facts);
        if (when && *when < *of.due)
            made.marks.push_back({.at = std::max(*when, of.effective_from),
                                  .kind = nudge_kind::escalation,
                                  .remind = nullptr,
                                  .to = &step.to});
    }
    const mark breach{.at = std::max(*of.due, of.effective_from),
                      .kind = nudge_kind::breach,
                      .remind = &rule.remind,
                      .to = &rule.breach};
    made.marks.push_back(breach);
    std::ranges::stable_sort(made.marks, {}, &mark::at);
    for (std::size_t i = 0; i < made.marks.size(); ++i)
        if (i == 0 || made.marks[i].at != made.marks[i - 1].at)
            ++made.distinct;
    made.cadence_from = breach.at;
    made.cadence = cadence_of(rule, of.level);
    made.repeated = breach;
    made.repeated.kind = nudge_kind::repeat;
    return made;
}

void add_role(std::vector<std::string>& roles, const std::string& role)
{
    if (std::ranges::find(roles, role) == roles.end())
        roles.push_back(role);
}

void merge(nudge& into, const mark& from)
{
    if (gravity(from.kind) > gravity(into.kind))
        into.kind = from.kind;
    if (from.remind)
        for (const std::string& role : *from.remind)
            add_role(into.to_roles, role);
    if (!from.to)
        return;
    for (const std::string& role : from.to->roles)
        add_role(into.to_roles, role);
    into.to_leadership_channel = into.to_leadership_channel || from.to->leadership_channel;
    into.to_superior_channel = into.to_superior_channel || from.to->superior_channel;
}

/// The first repeat strictly after `after`, counted from 1; nothing when it lies beyond what a clock can
/// show.
std::optional<std::int64_t> repeat_after(const sequence& of, instant after)
{
    if (after < of.cadence_from)
        return 1;
    if (after > instant::max() - *of.cadence)
        return std::nullopt;
    return (after - of.cadence_from) / *of.cadence + 1;
}

bool silent(const deadline& of)
{
    return of.state != deadline_state::running || !of.due;
}

int ordinal_of_repeat(const sequence& of, std::int64_t count)
{
    return static_cast<int>(std::min<std::int64_t>(of.distinct + count, std::numeric_limits<int>::max()));
}

} // namespace

std::string_view name_of(nudge_kind k)
{
    static constexpr std::array<std::string_view, 4> names{"reminder", "escalation", "breach", "repeat"};
    return names[static_cast<std::size_t>(k)];
}

std::optional<nudge> next_nudge(const rule_book& book, const deadline& of, const case_facts& facts,
                                instant after)
{
    if (silent(of))
        return std::nullopt;
    const sequence points = sequence_of(book, of, facts);
    nudge made;
    for (std::size_t i = 0; i < points.marks.size(); ++i) {
        const mark& one = points.marks[i];
        const bool first_of_instant = i == 0 || points.marks[i - 1].at != one.at;
        if (first_of_instant) {
            if (made.ordinal > 0 && made.at > after)
                return made;
            made = {.at = one.at, .kind = nudge_kind::reminder, .ordinal = made.ordinal + 1, .to_roles = {}};
        }
        if (one.at > after)
            merge(made, one);
    }
    if (made.at > after)
        return made;
    if (!points.cadence)
        return std::nullopt;
    const auto count = repeat_after(points, after);
    if (!count)
        return std::nullopt;
    made = {.at = points.cadence_from + *points.cadence * *count,
            .kind = nudge_kind::repeat,
            .ordinal = ordinal_of_repeat(points, *count),
            .to_roles = {}};
    merge(made, points.repeated);
    return made;
}

std::optional<nudge> latest_nudge(const rule_book& book, const deadline& of, const case_facts& facts,
                                  instant after, instant upto)
{
    if (silent(of) || upto <= after)
        return std::nullopt;
    const sequence points = sequence_of(book, of, facts);
    nudge made;
    bool any = false;
    int ordinal = 0;
    for (std::size_t i = 0; i < points.marks.size() && points.marks[i].at <= upto; ++i) {
        if (i == 0 || points.marks[i - 1].at != points.marks[i].at)
            ++ordinal;
        if (points.marks[i].at <= after)
            continue;
        any = true;
        made.at = points.marks[i].at;
        made.ordinal = ordinal;
        merge(made, points.marks[i]);
    }
    if (points.cadence && upto >= points.cadence_from + *points.cadence) {
        const std::int64_t last = (upto - points.cadence_from) / *points.cadence;
        const auto first = repeat_after(points, after);
        if (first && last >= *first) {
            any = true;
            made.at = points.cadence_from + *points.cadence * last;
            made.ordinal = ordinal_of_repeat(points, last);
            merge(made, points.repeated);
        }
    }
    if (!any)
        return std::nullopt;
    return made;
}

} // namespace bot::rules
