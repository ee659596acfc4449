#include "bot/cli/commands.hpp"
#include "adapters/clock.hpp"
#include "bot/cli/load.hpp"
#include "bot/flow/case_file.hpp"
#include "bot/incident/history.hpp"
#include "bot/incident/time_used.hpp"
#include "bot/rules/time.hpp"
#include "store/connection.hpp"
#include "store/deadlines.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace cli {

namespace {

constexpr int rows_max = 10'000;

std::string when(std::optional<bot::rules::instant> at)
{
    return at ? bot::rules::format_vietnam(*at) : "";
}

/// A field of RFC 4180.
std::string csv(const std::string& field)
{
    if (field.find_first_of(",\"\n\r") == std::string::npos)
        return field;
    std::string quoted = "\"";
    for (const char c : field)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

nlohmann::json header(store::connection& from, const store::incident_row& row)
{
    const auto next = store::next_deadline(from, row.id);
    return {{"number", row.number},
            {"unit", row.unit},
            {"system", row.system},
            {"status", row.status},
            {"level", row.level ? nlohmann::json(*row.level) : nlohmann::json()},
            {"type", row.type},
            {"received_at", when(row.received_at)},
            {"handler", row.handler},
            {"next_due", next ? when(next->due) : ""},
            {"next_rule", next ? next->rule_id : ""},
            {"drill", row.drill},
            {"title", row.title}};
}

std::string cell(const nlohmann::json& value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

void print_rows(const std::vector<nlohmann::json>& rows, const std::string& format)
{
    static const std::vector<std::string> columns{"number", "unit", "system", "status", "level", "type", "received_at", "handler", "next_rule", "next_due", "title"};
    if (format == "json") {
        std::cout << nlohmann::json(rows).dump(2) << '\n';
        return;
    }
    const auto line = [&](const auto& value) {
        std::string text;
        for (const auto& column : columns) {
            const auto shown = value(column);
            text += format == "csv" ? (text.empty() ? "" : ",") + csv(shown) : (text.empty() ? "" : "  ") + shown;
        }
        std::cout << text << (format == "csv" ? "\r\n" : "\n");
    };
    line([](const std::string& column) { return column; });
    for (const auto& row : rows)
        line([&](const std::string& column) { return cell(row.at(column)); });
}

} // namespace

int list_incidents(const std::filesystem::path& config_file, const incident_query& query)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    store::reader from(all.settings.database);
    store::incident_filter filter;
    if (query.all)
        filter.open.reset();
    std::vector<nlohmann::json> rows;
    for (const auto& row : store::list_incidents(from, filter, rows_max))
        rows.push_back(header(from, row));
    print_rows(rows, query.format);
    return 0;
}

int show_incident(const std::filesystem::path& config_file, const incident_query& query)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    store::reader from(all.settings.database);
    const auto row = store::find_incident(from, std::string_view(query.number.value_or("")));
    if (!row)
        return failed("there is no incident \"" + query.number.value_or("") + "\"");
    auto shown = header(from, *row);
    shown["events"] = nlohmann::json::array();
    shown["deadlines"] = nlohmann::json::array();
    std::vector<std::string> lines;
    std::vector<bot::incident::event> history;
    for (const auto& stored : store::load_events(from, row->id)) {
        shown["events"].push_back(nlohmann::json::parse(stored.payload, nullptr, false));
        if (const auto event = bot::incident::from_json(stored.payload)) {
            history.push_back(*event);
            lines.push_back(all.knowledge->texts.text(all.settings.language, bot::flow::in_words(bot::incident::describe(*event), event->at)));
        }
    }
    for (const auto& one : store::deadlines_of(from, row->id))
        shown["deadlines"].push_back({{"rule", one.rule_id}, {"start", when(one.start)}, {"due", when(one.due)}, {"met_at", when(one.met_at)}});
    const auto split = bot::incident::time_used_by(bot::incident::replay(history), adapters::machine_clock().now());
    const auto minutes = [](bot::rules::duration length) { return std::chrono::floor<std::chrono::minutes>(length).count(); };
    shown["minutes_used"] = {{"total", minutes(split.total)}, {"unit", minutes(split.unit)}, {"waiting", nlohmann::json::array()}};
    for (const auto& wait : split.waits)
        shown["minutes_used"]["waiting"].push_back({{"vendor", wait.vendor}, {"name", wait.name}, {"minutes", minutes(wait.length)}});
    if (query.format == "json") {
        std::cout << shown.dump(2) << '\n';
        return 0;
    }
    print_rows({shown}, query.format);
    if (query.format == "table")
        for (const auto& one : lines)
            std::cout << "  " << one << '\n';
    return 0;
}

} // namespace cli
