#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/rule_book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::incident {

enum class score_verdict {
    met,
    late,      ///< done after the due time
    open,      ///< not done when the drill ended, and not yet due
    overdue,   ///< not done, and the due time had passed
    unmeasured ///< done or not, no rule sets a time for it
};
std::string_view name_of(score_verdict);

/// One thing that was to be done, by the rules' own clock: what the drill's clock showed, times its speed.
struct score_row {
    rules::moment what{};                   ///< acknowledged, classified, assigned, first_status, resolved
    std::optional<rules::duration> took{};  ///< since the rule's start, else since the report; nothing when it was not done
    std::optional<rules::duration> allowed{}; ///< the rule's term
    std::string rule_id{};                  ///< "" when no rule sets a time
    score_verdict verdict = score_verdict::unmeasured;

    bool operator==(const score_row&) const = default;
};

/// How one incident of a drill was handled.
struct score_card {
    std::string number{};
    std::optional<int> level{};
    std::vector<score_row> rows{};
    int steps_called = 0; ///< steps of the chain called before somebody acknowledged
    int steps = 0;        ///< steps it has in all, its rounds counted

    bool operator==(const score_card&) const = default;
};

/// What a card is made from. `facts` are the incident's, `book` the rules it was opened under, at the drill's speed.
struct scored_case {
    std::string number{};
    rules::case_facts facts{};
    const rules::rule_book& book;
    std::vector<rules::instant> calls{}; ///< when steps of the chain were called
    rules::instant until{}; ///< the end of the drill, or now
};
score_card score(const scored_case&);

/// Counts over all cards.
struct score_sheet {
    std::vector<score_card> cards{};
    int met = 0;
    int late = 0;
    int overdue = 0;
    int open = 0;
};
score_sheet sum_up(std::vector<score_card> cards);

} // namespace bot::incident
