#include "bot/rules/classify.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bot::rules {
namespace {

fired fired_by(const citation& cited)
{
    return {.id = cited.id, .article = cited.article, .basis = cited.basis};
}

bool any_sign(const std::vector<std::string>& names, const notice_signs& signs)
{
    return std::ranges::any_of(
        names, [&](const std::string& name) { return sign_named(signs, name).value_or(false); });
}

const classification& classification_of(const rule_book& book)
{
    if (const classification* found = book.classification())
        return *found;
    throw std::logic_error("no enabled rule pack classifies incidents");
}

struct scored {
    std::string_view effect;
    int score;
};

const severity_row& matching_row(const classification& rules, criticality system,
                                 const std::array<scored, 3>& scores)
{
    const int highest = std::ranges::max(scores, {}, &scored::score).score;
    const auto by_one_of = [&](const std::vector<std::string>& effects) {
        return effects.empty() || std::ranges::any_of(scores, [&](const scored& s) {
                   return s.score == highest && std::ranges::find(effects, s.effect) != effects.end();
               });
    };
    for (const severity_row& row : rules.matrix)
        if (row.score == highest && std::ranges::find(row.systems, system) != row.systems.end() &&
            by_one_of(row.scored_by))
            return row;
    throw std::logic_error("the severity matrix has a hole"); // the loader refuses such packs
}

} // namespace

proposal propose(const rule_book& book, const assessment& answers)
{
    const classification& rules = classification_of(book);
    const auto known_or_worst = [&](const std::optional<int>& score) {
        return score.value_or(rules.unknown_score);
    };
    const severity_row& row = matching_row(rules, answers.system,
                                           {{{"operation", known_or_worst(answers.operation)},
                                             {"data", known_or_worst(answers.data)},
                                             {"impact", known_or_worst(answers.impact)}}});
    proposal made{.level = row.level,
                  .because = {fired_by(row.cited)},
                  .needs_confirmation = row.confirm,
                  .consider_level = row.consider};
    if (!answers.operation || !answers.data || !answers.impact) {
        made.because.push_back(fired_by(rules.unknown));
        made.needs_confirmation = true;
    }
    for (const severity_override& raised : rules.overrides) {
        if (!any_sign(raised.signs, answers.signs))
            continue;
        made.because.insert(raised.level > made.level ? made.because.begin() : made.because.end(),
                            fired_by(raised.cited));
        made.level = std::max(made.level, raised.level);
        made.needs_confirmation = made.needs_confirmation || raised.confirm;
    }
    if (made.consider_level && *made.consider_level <= made.level)
        made.consider_level.reset();
    return made;
}

std::vector<notice> notice_classes(const rule_book& book, std::optional<int> level, const notice_signs& signs)
{
    std::vector<notice> found;
    for (const notice_row* row : book.notices()) {
        const bool by_level =
            row->levels.empty() || (level && std::ranges::find(row->levels, *level) != row->levels.end());
        const bool by_sign = row->signs.empty() || any_sign(row->signs, signs);
        const bool by_data =
            row->personal_data.empty() ||
            std::ranges::find(row->personal_data, signs.personal_data) != row->personal_data.end();
        if (!by_level || !by_sign || !by_data)
            continue;
        auto place = std::ranges::find(found, row->notice_class, &notice::notice_class);
        if (place == found.end())
            place = found.insert(found.end(), {.notice_class = row->notice_class, .because = {}});
        place->because.push_back(fired_by(row->cited));
    }
    return found;
}

const std::vector<effect_score>& scale(const rule_book& book, std::string_view effect)
{
    const classification& rules = classification_of(book);
    if (effect == "operation")
        return rules.operation;
    if (effect == "data")
        return rules.data;
    if (effect == "impact")
        return rules.impact;
    throw std::logic_error("no such effect scale");
}

} // namespace bot::rules
