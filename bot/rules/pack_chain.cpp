#include "bot/rules/pack_rows.hpp"

namespace bot::rules {
namespace {

constexpr duration end_after_default = std::chrono::hours(1);

chain_step read_step(const json_value& item, const std::string& where, const std::string& file, problems& out)
{
    object_reader step(item, where, file, out);
    chain_step read{.after = step.span("after", true).value_or(duration{}), .to = read_recipients(step)};
    read.to.people = step.texts(
        "people", [](const std::string& id) { return !id.empty(); }, "the id of a person of the directory");
    const std::string confirm = step.text("confirm", false);
    if (!confirm.empty() && confirm != "any" && confirm != "each")
        step.fault("confirm", "expected any or each");
    read.each = confirm == "each";
    read.remind_every = step.span("remind_every", read.each).value_or(duration{});
    read.remind_times = step.whole("remind_times", 1, 50).value_or(read.each ? 1 : 0);
    if (read.each && read.remind_every.count() == 0)
        step.fault("remind_every", "a time between reminders is expected");
    if (!read.each && (step.has("remind_every") || step.has("remind_times")))
        step.fault("remind_every", R"(only a step with "confirm": "each" reminds)");
    step.finish();
    if (nobody(read.to))
        step.fault("roles", "a step reaches somebody");
    if (read.each && read.to.roles.empty() && read.to.people.empty())
        step.fault("confirm", "a group cannot confirm: name roles or people");
    return read;
}

/// Steps, repeats and repeat_after of `row`.
chain_policy read_policy(object_reader& row, const std::string& file, problems& out)
{
    chain_policy made;
    row.list(
        "steps",
        [&](const json_value& item, const std::string& where) {
            auto read = read_step(item, where, file, out);
            if (!made.steps.empty() && read.after <= made.steps.back().after)
                out.push_back({file, where + "/after", "each step comes later than the one before it"});
            made.steps.push_back(std::move(read));
        },
        true);
    made.repeats = row.whole("repeats", 0, 20).value_or(0);
    made.repeat_after = row.span("repeat_after", made.repeats > 0).value_or(end_after_default);
    if (made.repeat_after.count() == 0)
        row.fault("repeat_after", "a pause before the next round is expected");
    return made;
}

} // namespace

std::vector<std::string> read_roles(object_reader& row, std::string_view key)
{
    return row.texts(key, is_recipient, "a role that can be told");
}

recipients read_recipients(object_reader& row)
{
    return {.roles = read_roles(row, "roles"),
            .people = {},
            .leadership_channel = row.flag("leadership_channel", false),
            .superior_channel = row.flag("superior_channel", false)};
}

bool nobody(const recipients& to)
{
    return to.roles.empty() && to.people.empty() && !to.leadership_channel && !to.superior_channel;
}

escalation_chain read_chain(const json_value& value, const std::string& pointer, const std::string& file,
                            problems& out)
{
    object_reader row(value, pointer, file, out);
    escalation_chain made{.cited = row.cited()};
    made.usual = read_policy(row, file, out);
    if (const json_value* table = row.member("by_level")) {
        object_reader levels(*table, row.below("by_level"), file, out);
        for (int level = 0; level <= 4; ++level)
            if (const json_value* policy = levels.member(std::to_string(level))) {
                object_reader cells(*policy, levels.below(std::to_string(level)), file, out);
                made.by_level[level] = read_policy(cells, file, out);
                cells.finish();
            }
        levels.finish();
    }
    made.still_working_after = row.span("still_working_after", true).value_or(duration{});
    made.answer_within = row.span("answer_within", true).value_or(duration{});
    row.finish();
    return made;
}

} // namespace bot::rules
