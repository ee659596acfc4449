#include "bot/rules/pack_rows.hpp"

#include <algorithm>
#include <array>

namespace bot::rules {
namespace {

constexpr int highest = 4;

std::vector<effect_score> read_scale(object_reader& reader, std::string_view key)
{
    std::vector<effect_score> scale;
    reader.list(
        key,
        [&](const json_value& item, const std::string& where) {
            object_reader row(item, where, reader.file(), reader.out());
            effect_score made{.cited = row.cited(), .score = 0, .text = row.text("text")};
            made.score = row.whole("score", 0, highest, true).value_or(0);
            if (made.score != static_cast<int>(scale.size()))
                row.fault("score", "the scores are 0 1 2 3 4 in this order");
            row.finish();
            scale.push_back(std::move(made));
        },
        true);
    if (scale.size() != highest + 1)
        reader.fault(key, "expected the five scores 0 to 4");
    return scale;
}

severity_row read_cell(const json_value& item, const std::string& where, const std::string& file,
                       problems& out)
{
    object_reader row(item, where, file, out);
    severity_row made{.cited = row.cited()};
    made.score = row.whole("score", 0, highest, true).value_or(0);
    made.systems = read_systems(row, "systems", true);
    made.scored_by = row.texts(
        "scored_by",
        [](const std::string& name) { return name == "operation" || name == "data" || name == "impact"; },
        "operation, data or impact");
    made.level = row.whole("level", 0, highest, true).value_or(0);
    made.confirm = row.flag("confirm", false);
    made.consider = row.whole("consider", 0, highest);
    row.finish();
    return made;
}

severity_override read_override(const json_value& item, const std::string& where, const std::string& file,
                                problems& out)
{
    object_reader row(item, where, file, out);
    severity_override made{.cited = row.cited()};
    made.signs = row.texts(
        "signs", [](const std::string& name) { return sign_named({}, name).has_value(); },
        "the name of a sign", true);
    made.level = row.whole("level", 0, highest, true).value_or(0);
    made.confirm = row.flag("confirm", false);
    row.finish();
    return made;
}

/// Every score on every kind of system must find a row whatever effect has it, or an assessment would have no
/// answer.
void check_complete(const classification& made, object_reader& reader)
{
    for (int score = 0; score <= highest; ++score)
        for (const criticality system : {criticality::special, criticality::important, criticality::normal})
            if (std::ranges::none_of(made.matrix, [&](const severity_row& row) {
                    return row.score == score && row.scored_by.empty() &&
                           std::ranges::find(row.systems, system) != row.systems.end();
                }))
                reader.fault("matrix", "no row for score " + std::to_string(score) + " on a system that is " +
                                           std::string(name_of(system)));
}

} // namespace

classification read_classification(const json_value& value, const std::string& pointer,
                                   const std::string& file, problems& out)
{
    object_reader reader(value, pointer, file, out);
    classification made;
    if (const json_value* unknown = reader.member("unknown", true)) {
        object_reader row(*unknown, reader.below("unknown"), file, out);
        made.unknown = row.cited();
        made.unknown_score = row.whole("score", 0, highest, true).value_or(highest);
        row.finish();
    }
    made.operation = read_scale(reader, "operation");
    made.data = read_scale(reader, "data");
    made.impact = read_scale(reader, "impact");
    reader.list(
        "matrix",
        [&](const json_value& item, const std::string& where) {
            made.matrix.push_back(read_cell(item, where, file, out));
        },
        true);
    reader.list("overrides", [&](const json_value& item, const std::string& where) {
        made.overrides.push_back(read_override(item, where, file, out));
    });
    check_complete(made, reader);
    reader.finish();
    return made;
}

} // namespace bot::rules
