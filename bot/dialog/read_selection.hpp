#pragma once

#include "bot/dialog/option_list.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace bot::dialog {

/// Several options in one folded answer: their numbers ("1 3", "1,3", "1 và 3"), the words of one, or "0",
/// "không", "không có" for none. Nothing when any part of the answer is not understood.
std::optional<selection> find_selection(std::string_view folded, std::span<const listed_option> options);

} // namespace bot::dialog
