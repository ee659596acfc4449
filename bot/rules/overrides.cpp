#include "bot/rules/overrides.hpp"

#include <array>
#include <cmath>

namespace bot::rules {
namespace {

struct place {
    json_value* row = nullptr;
    std::string pointer;
    bool deadline = false;
    bool pack = false;
};

bool has_id(const json_value& row, const std::string& id)
{
    const json_value* given = row.find("id");
    return given && given->what == json_value::kind::text && given->text == id;
}

place in_list(json_value* list, const std::string& pointer, const std::string& id)
{
    if (!list)
        return {};
    for (std::size_t i = 0; i < list->items.size(); ++i)
        if (has_id(list->items[i], id))
            return {.row = &list->items[i], .pointer = pointer + "/" + std::to_string(i)};
    return {};
}

place find_row(json_value& document, const std::string& id)
{
    if (has_id(document, id))
        return {.row = &document, .pointer = "", .deadline = false, .pack = true};
    if (place found = in_list(document.find("deadlines"), "/deadlines", id); found.row) {
        found.deadline = true;
        return found;
    }
    if (const place found = in_list(document.find("notice_classes"), "/notice_classes", id); found.row)
        return found;
    for (const char* one : {"chain", "receipt"})
        if (json_value* row = document.find(one); row && has_id(*row, id))
            return {.row = row, .pointer = std::string("/") + one};
    json_value* levels = document.find("classification");
    if (!levels)
        return {};
    for (const char* list : {"matrix", "overrides"})
        if (const place found = in_list(levels->find(list), std::string("/classification/") + list, id);
            found.row)
            return found;
    if (json_value* row = levels->find("unknown"); row && has_id(*row, id))
        return {.row = row, .pointer = "/classification/unknown"};
    return {};
}

std::optional<duration> span_of(const json_value& row, std::string_view key)
{
    const json_value* given = row.find(key);
    return given && given->what == json_value::kind::text ? parse_duration(given->text) : std::nullopt;
}

void stretch(json_value& at, double ratio)
{
    const bool before = at.text.starts_with('-');
    const auto offset = parse_duration(std::string_view(at.text).substr(before ? 1 : 0));
    if (!offset)
        return; // a share of the term stretches by itself
    const duration stretched{std::llround(static_cast<double>(offset->count()) * ratio)};
    at.text = (before ? "-" : "") + format_duration(stretched);
}

/// A unit that halves a term means its reminders to come in half the time.
void stretch_ladder(json_value& row, double ratio, bool ladder_given, bool escalation_given)
{
    if (json_value* ladder = row.find("ladder"); ladder && !ladder_given)
        for (json_value& at : ladder->items)
            stretch(at, ratio);
    if (json_value* steps = row.find("escalate"); steps && !escalation_given)
        for (json_value& step : steps->items)
            if (json_value* at = step.find("at"))
                stretch(*at, ratio);
}

void set_text(json_value& row, const std::string& key, const std::string& text)
{
    json_value* present = row.find(key);
    if (!present)
        present = &row.members.emplace_back(key, json_value{}).second;
    *present = json_value{};
    present->what = json_value::kind::text;
    present->text = text;
}

void change(const place& found, const json_value& wanted)
{
    json_value& row = *found.row;
    const auto before = span_of(row, "within");
    merge_patch(row, wanted);
    if (found.pack)
        return;
    if (!found.deadline) {
        set_text(row, "basis", "cfg");
        return;
    }
    set_text(row, "figure_basis", "cfg");
    const auto after = span_of(row, "within");
    if (before && after && *before != *after && before->count() > 0)
        stretch_ladder(row, static_cast<double>(after->count()) / static_cast<double>(before->count()),
                       wanted.find("ladder") != nullptr, wanted.find("escalate") != nullptr);
}

/// True when every field may be changed.
bool permitted(const place& found, const json_value& wanted, const std::string& file,
               const std::string& where, problems& out)
{
    const std::size_t before = out.size();
    if (wanted.what != json_value::kind::object)
        out.push_back({file, where, "expected an object of fields to change"});
    static constexpr std::array fixed{"id", "article", "basis", "figure_basis", "source", "note"};
    for (const auto& [key, value] : wanted.members) {
        const std::string here = where + "/" + pointer_key(key);
        if (found.pack && key != "enabled")
            out.push_back({file, here, "of a whole pack only enabled can be changed"});
        for (const char* one : fixed)
            if (key == one)
                out.push_back({file, here, "a unit cannot change where a row comes from"});
    }
    return out.size() == before;
}

} // namespace

std::vector<changed_row> apply_overrides(std::vector<json_value>& documents, const json_value& changes,
                                         const std::string& file, const std::string& pointer, problems& out)
{
    std::vector<changed_row> changed;
    if (changes.what != json_value::kind::object)
        out.push_back({file, pointer, "expected an object of row ids"});
    for (const auto& [id, wanted] : changes.members) {
        const std::string where = pointer + "/" + pointer_key(id);
        bool known = false;
        for (std::size_t i = 0; i < documents.size() && !known; ++i) {
            const place found = find_row(documents[i], id);
            if (!found.row)
                continue;
            known = true;
            if (!permitted(found, wanted, file, where, out))
                continue;
            change(found, wanted);
            changed.push_back({.document = i, .pointer = found.pointer, .id = id});
        }
        if (!known)
            out.push_back({file, where, "no pack has a row or an id of this name"});
    }
    return changed;
}

problem relocated(problem found, std::size_t document, const std::vector<changed_row>& changed,
                  const std::string& file, const std::string& pointer)
{
    found.file = file;
    for (const changed_row& row : changed) {
        if (row.document != document || row.pointer.empty())
            continue;
        if (found.pointer != row.pointer && !found.pointer.starts_with(row.pointer + "/"))
            continue;
        found.pointer = pointer + "/" + pointer_key(row.id) + found.pointer.substr(row.pointer.size());
        return found;
    }
    found.what = "after these changes " + (found.pointer.empty() ? "the pack" : found.pointer) +
                 " is wrong: " + found.what;
    found.pointer = pointer;
    return found;
}

} // namespace bot::rules
