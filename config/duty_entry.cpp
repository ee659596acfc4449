#include "config/duty_entry.hpp"

#include "bot/rules/json_reader.hpp"
#include "config/directory.hpp"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

using bot::rules::json_reader;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto shortest_turn = 1h; ///< product limits: shorter ones are mistakes, and rosters are reckoned turn by turn
constexpr auto longest_turn = std::chrono::weeks{52};

std::optional<bot::duty::rotation> read_rotation(const json& value, const std::string& pointer, const std::string& file,
                                                 bot::rules::problems& faults)
{
    const auto before = faults.size();
    json_reader entry(value, file, pointer, faults);
    bot::duty::rotation read;
    if (entry.require("rotation") != nullptr)
        read.people = entry.texts("rotation");
    if (faults.size() == before && read.people.empty())
        entry.fault("rotation", "must name at least one person");
    const auto written = entry.text("hand_over");
    if (const auto at = parse_wall_time(written))
        read.hand_over = *at;
    else if (!written.empty())
        entry.fault("hand_over", "\"" + written + "\" is no time such as \"2026-11-23T07:30\" (Vietnam time)");
    read.turn = entry.optional_duration("turn").value_or(read.turn);
    if (read.turn < shortest_turn || read.turn > longest_turn)
        entry.fault("turn", "must be from \"PT1H\" to \"P52W\"");
    entry.finish();
    return faults.size() == before ? std::optional{std::move(read)} : std::nullopt;
}

/// The number that is all of `digits`.
std::optional<int> number(std::string_view digits)
{
    int value = 0;
    if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return fault == std::errc{} && end == digits.data() + digits.size() ? std::optional{value} : std::nullopt;
}

} // namespace

std::map<std::string, bot::duty::rotation, std::less<>> read_duty(const json& value, const std::string& pointer, const std::string& file,
                                                                  bot::rules::problems& faults)
{
    std::map<std::string, bot::duty::rotation, std::less<>> all;
    json_reader roles(value, file, pointer, faults);
    for (const auto& role : known_roles())
        if (const auto* found = roles.find(role))
            if (auto turns = read_rotation(*found, roles.pointer_of(role), file, faults))
                all.emplace(role, std::move(*turns));
    roles.finish();
    return all;
}

std::optional<bot::rules::instant> parse_wall_time(std::string_view text)
{
    constexpr std::string_view shape = "0000-00-00T00:00";
    if (text.size() != shape.size() || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
        return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    const auto hour = number(text.substr(11, 2));
    const auto minute = number(text.substr(14, 2));
    if (!year || !month || !day || !hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{bot::rules::from_vietnam(date, *hour, *minute)} : std::nullopt;
}

} // namespace config
