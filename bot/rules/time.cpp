#include "bot/rules/time.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace bot::rules {

vietnam_time to_vietnam(instant at)
{
    const auto local = at + vietnam_offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(local - day)};
    return {.date = std::chrono::year_month_day{day},
            .hour = static_cast<int>(clock.hours().count()),
            .minute = static_cast<int>(clock.minutes().count()),
            .second = static_cast<int>(clock.seconds().count())};
}

instant from_vietnam(std::chrono::year_month_day date, int hour, int minute, int second)
{
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} - vietnam_offset;
}

std::string format_vietnam(instant at)
{
    const auto shown = to_vietnam(at);
    std::array<char, 48> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%02u/%02u/%04d %02d:%02d",
                      static_cast<unsigned>(shown.date.day()), static_cast<unsigned>(shown.date.month()),
                      static_cast<int>(shown.date.year()), shown.hour, shown.minute);
    return {text.data(), static_cast<std::size_t>(length)};
}

namespace {

/// The units in the order ISO 8601 wants them; `in_time` after the T.
struct unit {
    char letter;
    bool in_time;
    std::int64_t milliseconds;
};
constexpr std::array units{unit{'W', false, 604'800'000}, unit{'D', false, 86'400'000},
                           unit{'H', true, 3'600'000}, unit{'M', true, 60'000}, unit{'S', true, 1'000}};
/// 99 years: longer terms are mistakes, and sums of a few of these cannot overflow.
constexpr std::int64_t longest = 99LL * 365 * 86'400'000;

/// Digits with up to three decimals, in thousandths. Moves `text` behind them.
std::optional<std::int64_t> take_number(std::string_view& text, bool& fractional)
{
    std::int64_t value = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
        value = value * 10 + (text[digits] - '0');
        if (value > longest)
            return std::nullopt;
    }
    if (digits == 0)
        return std::nullopt;
    text.remove_prefix(digits);
    value *= 1000;
    fractional = !text.empty() && (text[0] == '.' || text[0] == ',');
    if (!fractional)
        return value;
    text.remove_prefix(1);
    std::size_t decimals = 0;
    for (std::int64_t scale = 100; decimals < text.size() && text[decimals] >= '0' && text[decimals] <= '9';
         ++decimals) {
        if (scale == 0)
            return std::nullopt;
        value += (text[decimals] - '0') * scale;
        scale /= 10;
    }
    if (decimals == 0)
        return std::nullopt;
    text.remove_prefix(decimals);
    return value;
}

} // namespace

std::optional<duration> parse_duration(std::string_view text)
{
    if (!text.starts_with('P'))
        return std::nullopt;
    text.remove_prefix(1);
    bool in_time = false;
    bool any = false;
    bool fraction_seen = false;
    std::size_t next = 0;
    std::int64_t total = 0;
    while (!text.empty()) {
        if (text[0] == 'T') {
            if (in_time || text.size() == 1)
                return std::nullopt;
            in_time = true;
            text.remove_prefix(1);
            continue;
        }
        bool fractional = false;
        const auto thousandths = take_number(text, fractional);
        if (!thousandths || text.empty() || fraction_seen)
            return std::nullopt;
        while (next < units.size() && (units[next].letter != text[0] || units[next].in_time != in_time))
            ++next;
        if (next == units.size() || (fractional && units[next].letter != 'S'))
            return std::nullopt;
        fraction_seen = fractional;
        // Whole units above the second, so the division below is exact.
        const std::int64_t limit = longest / (units[next].milliseconds / 1000);
        if (*thousandths > limit)
            return std::nullopt;
        total += *thousandths * (units[next].milliseconds / 1000);
        if (total > longest)
            return std::nullopt;
        ++next;
        any = true;
        text.remove_prefix(1);
    }
    if (!any)
        return std::nullopt;
    return duration{total};
}

std::string format_duration(duration length)
{
    std::int64_t rest = length.count();
    if (rest == 0)
        return "PT0S";
    std::string text = rest < 0 ? "-P" : "P";
    if (rest < 0)
        rest = -rest;
    bool in_time = false;
    const auto add = [&](std::int64_t count, char letter, bool time) {
        if (count == 0)
            return;
        if (time && !in_time)
            text += 'T';
        in_time = in_time || time;
        text += std::to_string(count) + letter;
    };
    add(rest / 86'400'000, 'D', false);
    rest %= 86'400'000;
    add(rest / 3'600'000, 'H', true);
    rest %= 3'600'000;
    add(rest / 60'000, 'M', true);
    rest %= 60'000;
    if (rest % 1000 == 0) {
        add(rest / 1000, 'S', true);
    } else {
        std::string decimals = std::to_string(1000 + rest % 1000).substr(1);
        while (decimals.back() == '0')
            decimals.pop_back();
        if (!in_time)
            text += 'T';
        text += std::to_string(rest / 1000) + "." + decimals + "S";
    }
    return text;
}

} // namespace bot::rules
