#pragma once

#include <string_view>

namespace bot::dialog {

/// Whether one slip of the finger turns `meant` into `typed`: a letter wrong, missing, doubled or added, or
/// two neighbours exchanged. Equal texts are no slip. Bytes are compared: meant for folded text.
bool is_one_slip_away(std::string_view meant, std::string_view typed);

} // namespace bot::dialog
