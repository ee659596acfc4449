#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/flow/rehearsal.hpp"
#include "bot/flow/rehearsal_words.hpp"
#include "bot/flow/what_if.hpp"
#include "bot/rules/time.hpp"
#include "adapters/clock.hpp"
#include "store/connection.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace cli {

namespace {

using bot::flow::rehearsal;
using bot::flow::rehearsed;

using table_row = std::array<std::string, 5>;

table_row cells(const loaded& all, const rehearsal& played, const rehearsed& one)
{
    const auto& know = *all.knowledge;
    const auto text = [&](const bot::phrase& what) { return know.texts.text(all.settings.language, what); };
    return {offset_of(played.question, one), bot::rules::format_vietnam(one.at), text(who_of(know, played.question, one)), text(channel_of(one)), text(what_of(one))};
}

/// Columns as wide as their widest cell. What is counted are characters: all of Vietnamese is one place wide.
void print_table(const std::vector<table_row>& rows)
{
    std::array<std::size_t, 5> widths{};
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], bot::dialog::count_characters(row[i]));
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + (i + 1 < row.size() ? std::string(widths[i] - bot::dialog::count_characters(row[i]) + 2, ' ') : "");
        std::cout << "  " << line << '\n';
    }
}

void print_story(const loaded& all, const rehearsal& played, const char* title, const std::vector<rehearsed>& story)
{
    const auto text = [&](const bot::phrase& what) { return all.knowledge->texts.text(all.settings.language, what); };
    std::cout << '\n' << text({title}) << '\n';
    std::vector<table_row> rows{{text({"whatif.column.offset"}), text({"whatif.column.when"}), text({"whatif.column.who"}), text({"whatif.column.how"}), text({"whatif.column.what"})}};
    for (const auto& one : story)
        rows.push_back(cells(all, played, one));
    print_table(rows);
}

nlohmann::json to_json(const rehearsal& played, const std::vector<rehearsed>& story)
{
    static constexpr std::array faults{"", "nobody_on_duty", "unreachable"};
    auto list = nlohmann::json::array();
    for (const auto& one : story) {
        const bool missing = one.fault != bot::flow::rehearsal_fault::none;
        list.push_back({{"after_ms", (one.at - played.question.at).count()},
                        {"at", bot::rules::format_vietnam(one.at)},
                        {"person", one.person},
                        {"group", one.group},
                        {"role", one.role},
                        {"channel", missing ? "" : bot::flow::name_of(one.by)},
                        {"billed", one.billed},
                        {"purpose", one.purpose},
                        {"step", one.step},
                        {"text", one.line},
                        {"fault", faults.at(static_cast<std::size_t>(one.fault))}});
    }
    return list;
}

/// "2" and one line for what the caller got wrong.
int wrong_usage(const std::string& what)
{
    failed(what);
    return 2;
}

} // namespace

int what_if(const std::filesystem::path& config_file, const what_if_query& query)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    const auto& know = *all.knowledge;
    const auto* unit = know.who.unit(query.unit);
    if (unit == nullptr)
        return wrong_usage("--unit: there is no unit \"" + query.unit + "\" in " + all.settings.directory.string());
    if (query.level < 0 || query.level > 4)
        return wrong_usage("--level: a level is 0 to 4");
    if (!query.system.empty() && know.who.system(query.unit, query.system) == nullptr)
        return wrong_usage("--system: the unit has no system \"" + query.system + "\"");
    const auto now = adapters::machine_clock().now();
    const auto at = query.at.empty() ? std::optional{now} : bot::flow::read_what_if_time(query.at, now);
    if (!at)
        return wrong_usage("--at: \"" + query.at + "\" is no time; give 22:00, 2026-12-05T22:00 or a phrase such as \"22h tối mai\"");
    std::unique_ptr<store::reader> live;
    if (std::filesystem::exists(all.settings.database))
        live = std::make_unique<store::reader>(all.settings.database);
    const auto played = bot::flow::rehearsal_stage(live.get(), know).play({.unit = query.unit, .level = query.level, .at = *at, .system = query.system});
    if (query.format == "json") {
        std::cout << nlohmann::json{{"unit", query.unit}, {"level", query.level}, {"at", bot::rules::format_vietnam(*at)}, {"silence", to_json(played, played.silence)}, {"handled", to_json(played, played.handled)}}.dump(2)
                  << '\n';
    } else {
        const auto text = [&](const bot::phrase& what) { return know.texts.text(all.settings.language, what); };
        const bot::phrase level{"level.shown", {{"level", std::int64_t{query.level}}, {"name", std::vector<bot::phrase>{{"level." + std::to_string(query.level)}}}}};
        std::cout << text({"whatif.head", {{"level", std::vector{level}}, {"at", bot::rules::format_vietnam(*at)}, {"unit", unit->name}}}) << '\n';
        if (played.reaches_nobody())
            std::cout << text({"whatif.nobody"}) << '\n';
        print_story(all, played, "whatif.silence", played.silence);
        print_story(all, played, "whatif.handled", played.handled);
        std::cout << '\n' << text({"whatif.note"}) << '\n';
    }
    return played.reaches_nobody() ? 1 : 0;
}

} // namespace cli
