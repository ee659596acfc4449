#include "bot/dialog/course.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

bool is_known(const answer* given)
{
    return given != nullptr && given->known;
}

/// A list that turned out to be empty was passed over without the person's doing.
bool is_void(const answer* given)
{
    return is_known(given) && std::holds_alternative<skipped>(given->what);
}

} // namespace

std::optional<std::size_t> course::number_of(const field* one) const
{
    const auto found = std::ranges::find(items, one);
    if (found == items.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - items.begin()) + 1;
}

bool applies(const field& one, const conversation& draft, const fact_table& facts)
{
    const auto* given = draft.find(one.key);
    if (is_void(given))
        return false;
    return is_known(given) || !one.when || holds(*one.when, draft.answers, facts);
}

course course_of(const form& what, const conversation& draft, const fact_table& facts)
{
    course all;
    std::vector<const field*> known;
    all.items.reserve(what.fields.size());
    for (const auto& one : what.fields)
        if (one.type != field_type::secret_gate && applies(one, draft, facts))
            (is_known(draft.find(one.key)) ? known : all.items).push_back(&one);
    all.asked = all.items.size();
    all.items.insert(all.items.end(), known.begin(), known.end());
    return all;
}

const field* next_open(const form& what, const conversation& draft, const fact_table& facts)
{
    const auto is_open = [&](const field& one) {
        return draft.find(one.key) == nullptr && applies(one, draft, facts);
    };
    const auto found = std::ranges::find_if(what.fields, is_open);
    return found == what.fields.end() ? nullptr : &*found;
}

const field* open_question(const form& what, const conversation& draft, const fact_table& facts)
{
    const auto* at_cursor = what.find(draft.cursor);
    return at_cursor != nullptr && applies(*at_cursor, draft, facts) ? at_cursor
                                                                     : next_open(what, draft, facts);
}

} // namespace bot::dialog
