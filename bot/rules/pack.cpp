#include "bot/rules/pack.hpp"

#include "bot/rules/pack_rows.hpp"

#include <algorithm>
#include <map>

namespace bot::rules {
namespace {

incident_type read_type(const json_value& value, const std::string& where, const std::string& file,
                        problems& out)
{
    object_reader row(value, where, file, out);
    incident_type made{.cited = row.cited(), .code = row.text("code"), .text = row.text("text")};
    row.finish();
    return made;
}

notice_row read_notice(const json_value& value, const std::string& where, const std::string& file,
                       problems& out)
{
    object_reader row(value, where, file, out);
    notice_row made{.cited = row.cited(),
                    .notice_class = row.text("class"),
                    .levels = read_levels(row, "levels"),
                    .signs = row.texts(
                        "signs", [](const std::string& name) { return sign_named({}, name).has_value(); },
                        "the name of a sign"),
                    .personal_data = {}};
    for (const std::string& name : row.texts(
             "personal_data", [](const std::string& given) { return answer_named(given).has_value(); },
             "no, yes or unsure"))
        made.personal_data.push_back(*answer_named(name));
    if (made.levels.empty() && made.signs.empty() && made.personal_data.empty())
        row.fault("levels", "a notice row needs a condition: levels, signs or personal_data");
    row.finish();
    return made;
}

receipt_policy read_receipt(const json_value& value, const std::string& where, const std::string& file,
                            problems& out)
{
    object_reader row(value, where, file, out);
    receipt_policy made{.cited = row.cited(), .automatic_counts = row.flag("automatic_counts", false)};
    row.finish();
    return made;
}

/// Ids are how stored duties and proofs name a row, so no two rows may share one.
void check_ids(const pack& read, const std::string& file, problems& out)
{
    std::map<std::string, int> seen;
    const auto note = [&](const citation& cited) {
        if (!cited.id.empty() && ++seen[cited.id] == 2)
            out.push_back({file, "", "the row id " + cited.id + " is used twice"});
    };
    for (const auto& row : read.types)
        note(row.cited);
    for (const auto& row : read.notices)
        note(row.cited);
    for (const auto& row : read.deadlines)
        note(row.cited);
    if (read.levels) {
        for (const auto* scale : {&read.levels->operation, &read.levels->data, &read.levels->impact})
            for (const auto& row : *scale)
                note(row.cited);
        for (const auto& row : read.levels->matrix)
            note(row.cited);
        for (const auto& row : read.levels->overrides)
            note(row.cited);
        note(read.levels->unknown);
    }
    if (read.chain)
        note(read.chain->cited);
    if (read.receipt)
        note(read.receipt->cited);
}

/// A deadline that waits for a class no row of its pack can give would silently never run.
void check_classes(const pack& read, const std::string& file, problems& out)
{
    for (std::size_t i = 0; i < read.deadlines.size(); ++i)
        for (const std::string& name : read.deadlines[i].notice_class)
            if (std::ranges::none_of(read.notices, [&](const auto& row) { return row.notice_class == name; }))
                out.push_back({file, "/deadlines/" + std::to_string(i) + "/when/notice",
                               "no row of notice_classes gives the class " + name});
}

} // namespace

std::string_view name_of(basis b)
{
    switch (b) {
    case basis::law:
        return "law";
    case basis::inf:
        return "inf";
    case basis::cfg:
        return "cfg";
    }
    return "cfg";
}

bool is_recipient(const std::string& name)
{
    static constexpr std::array known{
        "handler", "incident_manager", "backup_incident_manager", "it_head",      "leader",
        "vendor",  "reporter",         "administrator",           "system_owner", "data_protection_officer"};
    return std::ranges::find(known, name) != known.end();
}

std::vector<int> read_levels(object_reader& row, std::string_view key)
{
    std::vector<int> levels;
    row.list(key, [&](const json_value& item, const std::string& where) {
        const int level = static_cast<int>(item.number);
        if (item.what != json_value::kind::number || item.number < 0 || item.number > 4 ||
            level != item.number)
            row.out().push_back({row.file(), where, "expected a level from 0 to 4"});
        else
            levels.push_back(level);
    });
    return levels;
}

std::vector<criticality> read_systems(object_reader& row, std::string_view key, bool required)
{
    std::vector<criticality> systems;
    for (const std::string& name : row.texts(
             key, [](const std::string& given) { return criticality_named(given).has_value(); },
             "special, important or normal", required))
        systems.push_back(*criticality_named(name));
    return systems;
}

std::optional<pack> read_pack(const json_value& document, const std::string& file, problems& out)
{
    const std::size_t before = out.size();
    object_reader reader(document, "", file, out);
    pack made{.id = reader.text("id"),
              .version = reader.text("version"),
              .title = reader.text("title"),
              .source = reader.text("source"),
              .enabled = reader.flag("enabled", true),
              .disabled_because = reader.text("disabled_because", false)};
    if (!made.enabled && made.disabled_because.empty())
        reader.fault("disabled_because", "a pack that is off says why");
    reader.list("incident_types", [&](const json_value& item, const std::string& where) {
        made.types.push_back(read_type(item, where, file, out));
    });
    if (const json_value* levels = reader.member("classification"))
        made.levels = read_classification(*levels, "/classification", file, out);
    reader.list("notice_classes", [&](const json_value& item, const std::string& where) {
        made.notices.push_back(read_notice(item, where, file, out));
    });
    reader.list("deadlines", [&](const json_value& item, const std::string& where) {
        made.deadlines.push_back(read_deadline(item, where, file, out));
    });
    if (const json_value* chain = reader.member("chain"))
        made.chain = read_chain(*chain, "/chain", file, out);
    if (const json_value* receipt = reader.member("receipt"))
        made.receipt = read_receipt(*receipt, "/receipt", file, out);
    reader.finish();
    check_ids(made, file, out);
    check_classes(made, file, out);
    if (out.size() != before)
        return std::nullopt;
    return made;
}

std::optional<pack> parse_pack(std::string_view json, const std::string& file, problems& out)
{
    const auto document = read_json(json, file, out);
    if (!document)
        return std::nullopt;
    return read_pack(*document, file, out);
}

} // namespace bot::rules
