#include "bot/dialog/condition_reader.hpp"

#include "bot/rules/json_reader.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

using rules::json_reader;

bool can_be(const field& one, const std::string& key)
{
    return !one.source.empty() || (key == "unknown" && one.allow_unknown) ||
           std::ranges::find(one.options, key, &option::key) != one.options.end();
}

void read_field_test(json_reader& row, condition& read, const std::vector<field>& earlier)
{
    read.field = row.text("field");
    const auto found = std::ranges::find(earlier, read.field, &field::key);
    if (found == earlier.end()) {
        row.fault("field", "\"" + read.field + "\" is no earlier question of this form");
        return;
    }
    std::size_t index = 0;
    for (const auto& key : read.among) {
        const auto* list = read.what == condition::test::is ? "is" : "is_not";
        if (!can_be(*found, key))
            row.fault_at(row.pointer_of(list) + "/" + std::to_string(index),
                         "\"" + key + "\" is no option of \"" + found->key + "\"");
        ++index;
    }
}

/// The one test a condition names; which of them are allowed depends on what is tested.
void read_test(json_reader& row, condition& read, bool of_field)
{
    int tests = 0;
    if (row.find("is") != nullptr) {
        ++tests;
        read.what = condition::test::is;
        read.among = row.texts("is");
    }
    if (row.find("is_not") != nullptr) {
        ++tests;
        read.what = condition::test::is_not;
        read.among = row.texts("is_not");
    }
    if (!of_field && row.find("at_least") != nullptr) {
        ++tests;
        read.what = condition::test::at_least;
        read.least = row.optional_number("at_least", -1'000'000'000, 1'000'000'000).value_or(0);
    }
    for (const auto& [name, test] :
         {std::pair{"skipped", condition::test::skipped}, std::pair{"answered", condition::test::answered}})
        if (of_field && row.find(name) != nullptr) {
            ++tests;
            read.what = test;
            if (!row.flag(name, true))
                row.fault(name, "can only be true");
        }
    if (tests != 1)
        row.fault("", of_field ? "needs exactly one of: is, is_not, skipped, answered"
                               : "needs exactly one of: is, is_not, at_least");
}

} // namespace

condition read_condition(const nlohmann::json& json, const std::string& file, const std::string& pointer,
                         const std::vector<field>& earlier, rules::problems& faults)
{
    condition read;
    json_reader row(json, file, pointer, faults);
    if (!json.is_object())
        return read;
    for (const auto& [name, test] :
         {std::pair{"all", condition::test::all}, std::pair{"any", condition::test::any}})
        if (row.find(name) != nullptr) {
            read.what = test;
            row.each(name, [&](const nlohmann::json& part, const std::string& at) {
                read.parts.push_back(read_condition(part, file, at, earlier, faults));
            });
            row.finish();
            return read;
        }
    if (row.find("field") != nullptr) {
        read_test(row, read, true);
        read_field_test(row, read, earlier);
    } else if (row.find("fact") != nullptr) {
        read_test(row, read, false);
        read.fact = row.text("fact");
    } else {
        row.fault("", "needs one of: field, fact, all, any");
    }
    row.finish();
    return read;
}

} // namespace bot::dialog
