#include "bot/dialog/condition.hpp"

#include "bot/dialog/answer.hpp"

#include <algorithm>
#include <charconv>

namespace bot::dialog {

namespace {

const answer* answer_to(const std::string& field, const std::vector<answer>& answers)
{
    const auto found = std::ranges::find(answers, field, &answer::field);
    return found == answers.end() ? nullptr : &*found;
}

/// Whether the answer is, or has among its keys, one of `keys`.
bool is_among(const answer* given, const std::vector<std::string>& keys)
{
    const auto listed = [&](const std::string& key) { return std::ranges::find(keys, key) != keys.end(); };
    if (given == nullptr)
        return false;
    if (const auto* one = std::get_if<chosen>(&given->what))
        return listed(one->key);
    if (const auto* several = std::get_if<selection>(&given->what))
        return std::ranges::any_of(several->keys, listed);
    if (std::holds_alternative<unknown>(given->what))
        return listed("unknown");
    return false;
}

bool is_given(const answer* given)
{
    if (given == nullptr || std::holds_alternative<skipped>(given->what))
        return false;
    const auto* several = std::get_if<selection>(&given->what);
    return several == nullptr || !several->keys.empty();
}

bool holds_for_fact(const condition& when, const fact_table& facts)
{
    const auto found = facts.find(when.fact);
    const std::string text = found == facts.end() ? std::string() : found->second;
    if (when.what == condition::test::at_least) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        return fault == std::errc{} && end == text.data() + text.size() && number >= when.least;
    }
    const bool listed = std::ranges::find(when.among, text) != when.among.end();
    return when.what == condition::test::is ? listed : !listed;
}

} // namespace

bool holds(const condition& when, const std::vector<answer>& answers, const fact_table& facts)
{
    const auto part_holds = [&](const condition& part) { return holds(part, answers, facts); };
    if (when.what == condition::test::all)
        return std::ranges::all_of(when.parts, part_holds);
    if (when.what == condition::test::any)
        return std::ranges::any_of(when.parts, part_holds);
    if (when.field.empty())
        return holds_for_fact(when, facts);
    const auto* given = answer_to(when.field, answers);
    if (when.what == condition::test::skipped)
        return given != nullptr && std::holds_alternative<skipped>(given->what);
    if (when.what == condition::test::answered)
        return is_given(given);
    return is_among(given, when.among) == (when.what == condition::test::is);
}

} // namespace bot::dialog
