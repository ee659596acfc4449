#include "adapters/email/reading/dates.hpp"

#include "adapters/email/reading/ascii.hpp"

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace adapters::email::mime {

namespace {

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

/// Words between blanks and commas, comments left out; 12 at most.
std::vector<std::string> words_of(std::string_view raw)
{
    std::vector<std::string> words(1);
    int depth = 0;
    for (const char c : raw.substr(0, 200)) {
        if (c == '(')
            ++depth;
        else if (c == ')')
            depth -= depth > 0 ? 1 : 0;
        else if (depth == 0 && (is_blank(c) || c == ',') && !words.back().empty())
            words.emplace_back();
        else if (depth == 0 && !is_blank(c) && c != ',')
            words.back().push_back(lower(c));
        if (words.size() > 12)
            break;
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

std::optional<int> number(std::string_view text)
{
    if (text.empty() || text.size() > 4)
        return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (!is_digit(c))
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<std::chrono::seconds> clock_time(std::string_view word)
{
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (std::size_t at = 0; at <= word.size() && count < parts.size();) {
        const auto end = std::min(word.find_first_of(":.", at), word.size());
        const auto value = number(word.substr(at, end - at));
        if (!value || *value > 60)
            return std::nullopt;
        parts[count++] = *value;
        at = end + 1;
    }
    if (count < 2 || parts[0] > 24 || parts[1] > 59)
        return std::nullopt;
    return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]);
}

std::chrono::minutes zone_offset(std::string_view word)
{
    if (word.size() >= 5 && (word[0] == '+' || word[0] == '-')) {
        std::string digits;
        for (const char c : word.substr(1))
            if (is_digit(c))
                digits.push_back(c);
        const int value = digits.size() == 4 ? number(digits).value_or(0) : 0;
        const auto length = std::chrono::minutes(value / 100 * 60 + value % 100);
        return word[0] == '-' ? -length : length;
    }
    static constexpr std::array<std::pair<std::string_view, int>, 9> zones{
        {{"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"ict", 7}}};
    for (const auto& [name, hours] : zones)
        if (word == name)
            return std::chrono::hours(hours);
    return std::chrono::minutes(0);
}

} // namespace

std::optional<bot::rules::instant> read_date(std::string_view raw)
{
    std::optional<int> day;
    std::optional<int> year;
    std::optional<unsigned> month;
    std::optional<std::chrono::seconds> time;
    std::chrono::minutes zone{0};
    for (const std::string& word : words_of(raw)) {
        const auto value = number(word);
        std::size_t named = months.size();
        for (std::size_t i = 0; i < months.size(); ++i)
            if (std::string_view(word).starts_with(months[i]))
                named = i;
        if (value && !day && *value <= 31)
            day = value;
        else if (value && !year)
            year = value;
        else if (named < months.size() && !month)
            month = static_cast<unsigned>(named + 1);
        else if (!time && word.find(':') != std::string::npos)
            time = clock_time(word);
        else if (time && !value)
            zone = zone_offset(word) == std::chrono::minutes(0) ? zone : zone_offset(word);
    }
    if (!day || !month || !year || !time)
        return std::nullopt;
    if (*year < 50)
        *year += 2000;
    else if (*year < 1000)
        *year += 1900;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year < 1970)
        return std::nullopt;
    return bot::rules::instant(std::chrono::sys_days(date)) + *time - zone;
}

} // namespace adapters::email::mime
