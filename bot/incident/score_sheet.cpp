#include "bot/incident/score_sheet.hpp"

#include "bot/rules/deadlines.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {

namespace {

using rules::deadline;
using rules::moment;

/// What a drill is to practise, in the order it is done.
constexpr std::array measured{moment::acknowledged, moment::classified, moment::assigned, moment::first_status, moment::resolved};

/// The duty inside the unit that `what` discharges; the one due first when several rules ask for it.
const deadline* duty_of(const rules::rule_book& book, const std::vector<deadline>& all, moment what)
{
    const deadline* first = nullptr;
    for (const auto& one : all) {
        const auto placed = book.find(one.rule_id);
        const bool for_it = placed && placed->rule->authority.empty() && !placed->rule->recurring &&
                            std::ranges::find(placed->rule->until, what) != placed->rule->until.end();
        const bool counts = one.state != rules::deadline_state::cancelled && one.state != rules::deadline_state::waived;
        if (for_it && counts && one.due && (first == nullptr || *one.due < *first->due))
            first = &one;
    }
    return first;
}

score_verdict judged(bool is_done, rules::instant done, rules::instant due, rules::instant until)
{
    if (is_done)
        return done <= due ? score_verdict::met : score_verdict::late;
    return due <= until ? score_verdict::overdue : score_verdict::open;
}

score_row row_for(const scored_case& about, const std::vector<deadline>& all, moment what)
{
    score_row row{.what = what};
    const int speed = about.book.speed();
    const auto done = about.facts[what].value_or(rules::instant::max());
    const bool is_done = done <= about.until;
    const auto* duty = duty_of(about.book, all, what);
    const auto start = duty != nullptr ? duty->start : about.facts[moment::received].value_or(done);
    if (is_done)
        row.took = (done - start) * speed;
    if (duty != nullptr) {
        row.rule_id = duty->rule_id;
        row.allowed = (*duty->due - duty->start) * speed;
        row.verdict = judged(is_done, done, *duty->due, about.until);
    }
    return row;
}

} // namespace

std::string_view name_of(score_verdict verdict)
{
    static constexpr std::array<std::string_view, 5> names{"met", "late", "open", "overdue", "unmeasured"};
    return names[static_cast<std::size_t>(verdict)];
}

score_card score(const scored_case& about)
{
    score_card card{.number = about.number, .level = rules::clock_level(about.facts)};
    const auto all = rules::deadlines(about.book, about.facts);
    for (const auto what : measured)
        card.rows.push_back(row_for(about, all, what));
    if (const auto* chain = about.book.chain()) {
        const auto acted = std::min(about.until, about.facts[moment::acknowledged].value_or(about.until));
        const auto& policy = rules::policy_for(*chain, card.level);
        card.steps = static_cast<int>(policy.steps.size()) * (policy.repeats + 1);
        card.steps_called = static_cast<int>(std::ranges::count_if(about.calls, [&](rules::instant one) { return one <= acted; }));
    }
    return card;
}

score_sheet sum_up(std::vector<score_card> cards)
{
    score_sheet sheet;
    for (const auto& card : cards)
        for (const auto& row : card.rows) {
            sheet.met += row.verdict == score_verdict::met;
            sheet.late += row.verdict == score_verdict::late;
            sheet.open += row.verdict == score_verdict::open;
            sheet.overdue += row.verdict == score_verdict::overdue;
        }
    sheet.cards = std::move(cards);
    return sheet;
}

} // namespace bot::incident
