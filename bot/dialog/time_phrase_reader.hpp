#pragma once

#include "bot/dialog/time_phrase_words.hpp"

#include <chrono>
#include <optional>
#include <vector>

/// What a time phrase says, before it is set against a clock.
namespace bot::dialog {

enum class day_part { dawn, morning, noon, afternoon, evening, night };

/// The parts that were said; all others are empty. A day is given by at most one of: `days_away`,
/// `months_away`, a date, a weekday (a date may repeat one of the others).
struct time_parts {
    bool unknown = false; ///< "không rõ", also beside other parts: "hôm qua, không rõ giờ"
    bool now = false;
    bool assumed = false; ///< something vague was said: "vài tiếng trước"

    std::optional<std::chrono::minutes> distance; ///< from now: "2 tiếng"
    int sign = 0;                                 ///< of the distance: -1 ago, 1 ahead, 0 not said

    std::optional<int> days_away;   ///< hôm qua: -1
    std::optional<int> months_away; ///< 2 tháng trước: -2; beside a day of the month, the month it lies in
    std::optional<int> day;
    std::optional<int> month;
    std::optional<int> year;
    std::optional<int> years_away;   ///< năm ngoái: -1
    std::optional<unsigned> weekday; ///< 0 is Sunday
    std::optional<int> weeks_away;   ///< beside a weekday; tuần trước: -1

    std::optional<int> hour; ///< 0 to 24
    int minute = 0;
    bool on_24_hours = false; ///< a leading zero or a date in full: 07:45 is not 19:45
    std::optional<day_part> part;
    std::optional<std::chrono::minutes>
        usual; ///< since midnight: the hour such a part means: "đầu giờ chiều"

    bool names_day() const { return days_away || months_away || day || weekday; }
    bool says_time() const { return now || distance || names_day() || hour || part || usual; }
};

/// What the words say; nothing when a word is neither part of a time nor usual beside one, or two parts
/// contradict.
std::optional<time_parts> read_time_parts(const std::vector<time_word>& words);

} // namespace bot::dialog
