#include "bot/flow/drill_rules.hpp"

#include "store/rule_texts.hpp"

namespace bot::flow {

const rules::rule_book& rules_of_drill(work& at, std::string_view unit, const store::drill& exercise)
{
    const auto& book = at.know.rules_of(unit);
    if (exercise.speed == 1)
        return book;
    const auto fast = book.at_speed(exercise.speed);
    const auto text = fast.to_text();
    store::keep_rule_text(at.tx, fast.fingerprint(), text, at.now);
    return at.know.older_rules->find_or_load(fast.fingerprint(), [&] { return std::optional{text}; });
}

} // namespace bot::flow
