#pragma once

#include "bot/dialog/time_phrase_words.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace bot::dialog {

/// A length of time in words: "1 tiếng rưỡi", "2 giờ 30 phút", "1h30", "nửa ngày", "an hour and a half".
struct time_stretch {
    std::chrono::minutes length{0};
    int months = 0;            ///< besides; they have no fixed length
    bool whole_days = true;    ///< no unit below a day was named
    bool may_be_clock = false; ///< "8 giờ 30" is a time of day just as well
    bool vague = false;        ///< "vài tiếng"
    std::size_t words = 0;     ///< how many it takes
};

/// The length that starts at a word, if one does.
std::optional<time_stretch> stretch_at(const std::vector<time_word>& words, std::size_t at);

/// Whether a unit stands here that counts the number before it for itself: "8h 2 tiếng trước", "8h 22 tháng
/// 11" are not 8:02 and 8:22, but "8h22 ngày mai" is.
bool counts_more(const std::vector<time_word>& words, std::size_t at);

} // namespace bot::dialog
