#include "tests/sim/year_reading.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace sim {

namespace {

/// Calls `look(number, words)` for each line "3. words"; stops when it says so.
template <class Look>
void each_option(std::string_view message, Look look)
{
    while (!message.empty()) {
        const auto end = std::min(message.find('\n'), message.size());
        const auto line = message.substr(0, end);
        std::size_t digits = 0;
        while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0)
            ++digits;
        if (digits > 0 && digits < 3 && line.substr(digits).starts_with(". "))
            look(std::stoi(std::string(line.substr(0, digits))), line.substr(digits + 2));
        message.remove_prefix(std::min(end + 1, message.size()));
    }
}

} // namespace

reading::reading(const messages::catalogue& texts) : texts_(texts)
{
    for (const auto& key : texts.keys()) {
        const bool field = key.starts_with("form.") && std::ranges::count(key, '.') == 2;
        if ((field && !key.ends_with(".label") && !key.ends_with(".hint")) || key == "say.time" || key == "say.review" || key == "say.cancel")
            questions_.emplace_back(opening(key), key);
        if (key.starts_with("say.wrong."))
            complaints_.push_back(opening(key));
    }
    std::erase_if(questions_, [](const auto& one) { return one.first.size() < 4; });
    std::erase_if(complaints_, [](const auto& one) { return one.size() < 4; });
    // The longer words win: "Ghi là" stands within other texts, too.
    std::ranges::stable_sort(questions_, [](const auto& left, const auto& right) { return left.first.size() > right.first.size(); });
}

std::string reading::opening(std::string_view key) const
{
    const auto& pattern = texts_.pattern("vi", key);
    return pattern.substr(0, pattern.find('{'));
}

std::string reading::question_in(std::string_view message) const
{
    std::string found;
    std::size_t where = 0;
    for (const auto& [words, key] : questions_) {
        const auto at = message.rfind(words);
        if (at != std::string_view::npos && (found.empty() || at > where)) {
            found = key;
            where = at;
        }
    }
    return found;
}

bool reading::is_a_complaint(std::string_view message) const
{
    return std::ranges::any_of(complaints_, [&](const auto& words) { return message.find(words) != std::string_view::npos; });
}

std::string reading::number_in(std::string_view message)
{
    static const std::regex shape("[A-Z]{2,8}-[0-9]{4}-[0-9]{6}");
    std::cmatch found;
    return std::regex_search(message.data(), message.data() + message.size(), found, shape) ? found.str() : std::string();
}

int reading::options_in(std::string_view message)
{
    int last = 0;
    each_option(message, [&](int number, std::string_view) { last = number; });
    return last;
}

int reading::option_with(std::string_view message, std::string_view part)
{
    int found = 0;
    each_option(message, [&](int number, std::string_view words) {
        if (found == 0 && words.find(part) != std::string_view::npos)
            found = number;
    });
    return found;
}

} // namespace sim
