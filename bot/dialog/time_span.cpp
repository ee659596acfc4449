#include "bot/dialog/time_span.hpp"

#include "bot/dialog/folded_words.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::dialog {

namespace {

using rules::instant;
using std::chrono::minutes;

constexpr std::size_t words_read = 30;
/// "từ 28/11 đến 27/11" would otherwise be a year: a slip, not a leave.
constexpr std::chrono::weeks longest_span{40};
constexpr minutes last_minute{24 * 60 - 1};

/// Whether the word divides beginning and end. Without diacritics "tới" (until) cannot be told from "tối" (evening).
bool divides(std::string_view text, const std::vector<folded_word>& words, std::size_t at)
{
    constexpr std::array<std::string_view, 5> dividers{"den", "het", "until", "till", "to"};
    if (std::ranges::find(dividers, words[at].text) != dividers.end())
        return true;
    if (words[at].text != "toi")
        return false;
    const auto begins = at == 0 ? 0 : words[at - 1].end;
    const auto written = to_nfc(text.substr(begins, words[at].end - begins));
    return written.find("ới") != std::string::npos || written.find("ỚI") != std::string::npos;
}

std::optional<instant> only_said(const tl::expected<time_answer, time_fault>& answer)
{
    return answer ? answer->at : std::nullopt;
}

bool is_last_minute_of(instant at, instant day)
{
    const auto there = rules::to_vietnam(at);
    return there.date == rules::to_vietnam(day).date && minutes{there.hour * 60 + there.minute} == last_minute;
}

/// The beginning. "từ hôm nay" after the day's usual hour means now, and `parse_time` would say 23:59.
tl::expected<instant, time_fault> beginning(std::string_view text, instant now, minutes day_clock)
{
    const auto answer = parse_time(text, now, direction::future, {day_clock, true});
    if (!answer)
        return tl::unexpected(answer.error());
    if (!answer->at)
        return tl::unexpected(time_fault::unreadable);
    return answer->assumed && is_last_minute_of(*answer->at, now) ? now : *answer->at;
}

tl::expected<instant, time_fault> end_of(std::string_view text, instant now, instant from, minutes day_clock)
{
    const usual_clock usual{day_clock};
    const auto answer = parse_time(text, now, direction::future, usual);
    if (const auto at = only_said(answer); at && *at > from)
        return *at;
    if (const auto at = only_said(parse_time(text, from, direction::future, usual)); at && *at > from)
        return *at;
    return tl::unexpected(answer ? (answer->at ? time_fault::in_past : time_fault::unreadable) : answer.error());
}

} // namespace

tl::expected<time_span, time_fault> parse_span(std::string_view text, instant now, const span_clocks& clocks)
{
    const auto words = folded_words(text, words_read);
    auto fault = time_fault::unreadable;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!divides(text, words, i))
            continue;
        time_span read{};
        if (i > 0) {
            const auto from = beginning(text.substr(0, words[i - 1].end), now, clocks.begin);
            if (!from) {
                fault = from.error();
                continue;
            }
            read.from = *from;
        }
        const auto until = end_of(text.substr(words[i].end), now, read.from.value_or(now), clocks.end);
        if (until && *until - read.from.value_or(now) > longest_span)
            return tl::unexpected(time_fault::too_far);
        if (until) {
            read.until = *until;
            return read;
        }
        fault = until.error();
    }
    return tl::unexpected(fault);
}

} // namespace bot::dialog
