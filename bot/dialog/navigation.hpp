#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bot::dialog {

/// Words that steer a conversation, understood at every question.
enum class navigation : std::uint8_t {
    back,
    skip,
    edit,
    review,
    later,
    resume,
    cancel,
    help,
    english,
    vietnamese,
    send
};

struct navigation_word {
    navigation what;
    int item = 0; ///< edit: number on the card, 0 if none was named
};

/// Reads a folded message (`bot::fold`). Only a whole message is a word of navigation: "hủy" is, "hủy lịch mổ
/// sáng nay" is an answer.
std::optional<navigation_word> parse_navigation(std::string_view folded);

} // namespace bot::dialog
