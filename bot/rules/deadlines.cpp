#include "bot/rules/deadlines.hpp"

#include "bot/rules/classify.hpp"
#include "bot/rules/terms.hpp"

#include <algorithm>
#include <array>

namespace bot::rules {
namespace {

template <class Range, class Value>
bool holds(const Range& range, const Value& value)
{
    return std::ranges::find(range, value) != std::ranges::end(range);
}

/// A stretch of the incident's life with one level for its clocks.
struct epoch {
    instant from;
    std::optional<int> level;
    std::vector<std::string_view> notice_classes;
};

std::vector<std::string_view> classes_at(const rule_book& book, std::optional<int> level,
                                         const notice_signs& signs)
{
    std::vector<std::string_view> names;
    for (const notice_row* row : book.notices()) {
        if (!row->levels.empty() && (!level || !holds(row->levels, *level)))
            continue;
        if (!row->personal_data.empty() && !holds(row->personal_data, signs.personal_data))
            continue;
        if (!row->signs.empty() && std::ranges::none_of(row->signs, [&](const std::string& name) {
                return sign_named(signs, name).value_or(false);
            }))
            continue;
        if (!holds(names, row->notice_class))
            names.emplace_back(row->notice_class);
    }
    return names;
}

std::vector<epoch> epochs_of(const rule_book& book, const case_facts& facts)
{
    std::vector<epoch> epochs{{.from = instant::min(), .level = {}, .notice_classes = {}}};
    for (const level_decision& decision : facts.levels) {
        const auto& level = epochs.back().level;
        const bool lowered = level && decision.level < *level;
        if ((lowered && !decision.lowering_approved) || level == decision.level)
            continue;
        const instant from = lowered ? decision.approved_at.value_or(decision.at) : decision.at;
        epochs.push_back(
            {.from = std::max(from, epochs.back().from), .level = decision.level, .notice_classes = {}});
    }
    for (epoch& one : epochs)
        one.notice_classes = classes_at(book, one.level, facts.signs);
    return epochs;
}

bool applies(const deadline_rule& rule, const epoch& time, criticality system)
{
    if (!rule.levels.empty() && (!time.level || !holds(rule.levels, *time.level)))
        return false;
    if (!rule.systems.empty() && !holds(rule.systems, system))
        return false;
    return rule.notice_class.empty() || std::ranges::any_of(rule.notice_class, [&](const std::string& name) {
               return holds(time.notice_classes, name);
           });
}

/// When a rule had a hold on the incident: the last stretch of epochs it applies to.
struct hold {
    instant from;
    std::optional<instant> until; ///< absent while it still applies
};

std::optional<hold> hold_of(const deadline_rule& rule, const std::vector<epoch>& epochs, criticality system)
{
    for (std::size_t last = epochs.size(); last-- > 0;) {
        if (!applies(rule, epochs[last], system))
            continue;
        std::size_t first = last;
        while (first > 0 && applies(rule, epochs[first - 1], system))
            --first;
        hold found{.from = epochs[first].from, .until = {}};
        if (last + 1 < epochs.size())
            found.until = epochs[last + 1].from;
        return found;
    }
    return std::nullopt;
}

std::optional<instant> earliest_of(const std::vector<moment>& moments, const case_facts& facts)
{
    std::optional<instant> first;
    for (const moment which : moments)
        if (const auto& at = facts[which]; at && (!first || *at < *first))
            first = at;
    return first;
}

/// What ended the term that began at `start`: a moment of the time before a restart does not count.
std::optional<instant> met_time(const deadline_rule& rule, const case_facts& facts, const clock_start& start)
{
    const bool anew = start.restarted || start.discharged;
    std::optional<instant> met;
    const auto consider = [&](const std::optional<instant>& at) {
        if (at && !(anew && *at < start.at) && (!met || *at < *met))
            met = at;
    };
    for (const moment which : rule.until)
        consider(facts[which]);
    if (!rule.recurring)
        if (const auto sent = facts.done.find(rule.cited.id); sent != facts.done.end())
            consider(sent->second);
    return met;
}

void set_due(deadline& made, const deadline_rule& rule, const rule_book& book, const case_facts& facts)
{
    if (rule.within) {
        static const std::vector<pause> none;
        made.due = advance(made.start, term_of(rule, facts.system), rule.pausable ? facts.pauses : none,
                           &made.pauses_applied);
    } else if (rule.working_days) {
        made.due = add_working_days(book.calendar(), made.start, *rule.working_days);
    } else if (rule.calendar_days) {
        made.due = add_calendar_days(book.calendar(), made.start, *rule.calendar_days);
    }
}

void set_state(deadline& made, const deadline_rule& rule, const case_facts& facts, const clock_start& start,
               const std::optional<instant>& released)
{
    std::optional<instant> ended = released;
    const auto cancel = [&](const std::optional<instant>& at) {
        if (at && (!ended || *at < *ended))
            ended = at;
    };
    cancel(earliest_of(rule.cancel, facts));
    cancel(facts[moment::stopped]);
    const auto met = met_time(rule, facts, start);
    if (met && (!ended || *met <= *ended)) {
        made.met_at = met;
        made.state = made.due && *met > *made.due ? deadline_state::missed : deadline_state::met;
    } else if (facts.waived.contains(rule.cited.id)) {
        made.state = deadline_state::waived;
    } else if (ended) {
        made.state = deadline_state::cancelled;
    }
}

deadline described(const placed_rule& placed)
{
    const deadline_rule& rule = *placed.rule;
    deadline made;
    made.rule_id = rule.cited.id;
    made.pack_id = placed.from->id;
    made.pack_version = placed.from->version;
    made.article = rule.cited.article;
    made.basis = rule.cited.basis;
    made.figure_basis = rule.figure_basis;
    made.title = "rule." + rule.cited.id;
    made.authority = rule.authority;
    made.form = rule.form;
    made.immediate = rule.immediate;
    return made;
}

} // namespace

std::string_view name_of(deadline_state s)
{
    static constexpr std::array<std::string_view, 5> names{"running", "met", "missed", "cancelled", "waived"};
    return names[static_cast<std::size_t>(s)];
}

std::vector<deadline> deadlines(const rule_book& book, const case_facts& facts)
{
    const auto epochs = epochs_of(book, facts);
    std::vector<deadline> made;
    made.reserve(book.rules().size());
    for (const placed_rule& placed : book.rules()) {
        const deadline_rule& rule = *placed.rule;
        if (rule.before_date)
            continue;
        const auto held = hold_of(rule, epochs, facts.system);
        if (!held)
            continue;
        const auto start = start_of(rule, facts);
        if (!start)
            continue;
        deadline& one = made.emplace_back(described(placed));
        one.start = start->at;
        one.start_moment = start->which;
        one.effective_from = std::max({start->at, held->from, facts[moment::received].value_or(start->at)});
        one.level = epochs.back().level;
        set_due(one, rule, book, facts);
        set_state(one, rule, facts, *start, held->until);
    }
    return made;
}

std::vector<deadline> yearly_deadlines(const rule_book& book, std::chrono::year year,
                                       const std::map<std::string, instant>& done)
{
    std::vector<deadline> made;
    for (const placed_rule& placed : book.rules()) {
        const deadline_rule& rule = *placed.rule;
        if (!rule.before_date)
            continue;
        deadline& one = made.emplace_back(described(placed));
        one.start = from_vietnam(year / std::chrono::January / 1, 0, 0);
        one.effective_from = one.start;
        one.due = end_of_day(std::chrono::sys_days{year / *rule.before_date} - std::chrono::days{1});
        if (const auto sent = done.find(one.rule_id); sent != done.end() && sent->second >= one.start) {
            one.met_at = sent->second;
            one.state = sent->second > *one.due ? deadline_state::missed : deadline_state::met;
        }
    }
    return made;
}

} // namespace bot::rules
