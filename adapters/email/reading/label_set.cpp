#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "bot/text.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

constexpr std::size_t label_bytes_min = 3;
constexpr std::size_t line_bytes_read = 400;

/// Without the numbers that items begin with: "3 muc do" is "muc do".
std::string_view without_number(std::string_view folded)
{
    while (!folded.empty() && mime::is_digit(folded.front())) {
        const auto blank = folded.find(' ');
        if (blank == std::string_view::npos)
            return {};
        folded.remove_prefix(blank + 1);
    }
    return folded;
}

} // namespace

label_set::label_set(const std::vector<std::string>& labels)
{
    for (const std::string& label : labels) {
        const std::string folded = bot::fold(label);
        std::string plain(without_number(folded));
        if (plain.size() >= label_bytes_min)
            folded_.push_back(std::move(plain));
    }
}

bool label_set::begins(std::string_view line) const
{
    if (folded_.empty() || mime::trimmed(line).empty() || mime::trimmed(line).front() == '>')
        return false;
    const std::string folded = bot::fold(line.substr(0, line_bytes_read));
    const auto start = without_number(folded);
    return std::any_of(folded_.begin(), folded_.end(), [start](const std::string& label) {
        return start.starts_with(label) && (start.size() == label.size() || start[label.size()] == ' ');
    });
}

std::size_t label_set::count(std::string_view text) const
{
    std::size_t found = 0;
    for (std::size_t at = 0; at < text.size() && !folded_.empty();) {
        const auto end = std::min(text.find('\n', at), text.size());
        found += begins(text.substr(at, end - at)) ? 1U : 0U;
        at = end + 1;
    }
    return found;
}

} // namespace adapters::email
