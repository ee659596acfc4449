#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/option_list.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// The two options of a phase that only confirms: "1. Đúng 2. Nhập lại". Empty for other phases.
std::vector<listed_option> confirmation_options(phase what);

/// True for the first of them, false for the second, nothing when the folded answer is neither.
std::optional<bool> read_confirmation(phase what, std::string_view folded);

/// Whether a folded message hands in the card: "gửi", "đồng ý", "ok" …
bool agrees_to_send(std::string_view folded);

} // namespace bot::dialog
