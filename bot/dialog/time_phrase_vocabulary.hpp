#pragma once

#include "bot/dialog/time_phrase_reader.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// The words people use for times, folded, as data.
namespace bot::dialog {

/// What a fixed phrase adds to a time.
enum class time_effect {
    filler,   ///< nothing
    at_clock, ///< nothing, but a bare number after it is an hour: "lúc 8"
    vague,    ///< only that it is not exact
    unknown,  ///< the person does not know
    now,
    near_now, ///< "vừa xong"
    away,     ///< value: minutes from now
    day,      ///< value: days from today, with a part of the day or without
    part,
    usual, ///< value: the minute since midnight it usually means, and the part it lies in
    clock, ///< value: exactly that minute since midnight
    week,
    month,
    year, ///< value: from this one
};

struct time_phrase_row {
    std::string_view words; ///< folded, one space between them
    std::size_t length;     ///< how many
    time_effect effect;
    int value = 0;
    std::optional<day_part> part{};
};

/// The longest phrase that starts at a word, if any.
const time_phrase_row* longest_phrase(const std::vector<time_word>& words, std::size_t at);

/// Whether the word alone says nothing about the time but is usual beside it.
bool is_filler(std::string_view word);
std::optional<day_part> part_word(std::string_view word);
std::optional<int> month_name(std::string_view word);        ///< English, 1 to 12
std::optional<unsigned> weekday_name(std::string_view word); ///< English and "cn", 0 is Sunday

struct time_unit {
    std::chrono::minutes length;
    int months = 0;            ///< instead of a length
    bool may_be_clock = false; ///< "8 giờ" is a length or a time of day
};
std::optional<time_unit> length_of_unit(std::string_view word);

} // namespace bot::dialog
