#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot::dialog {

/// A telephone number in any grouping, 8 to 15 digits: "+84 912.345.678" and "84912345678" become
/// "0912345678"; a foreign one keeps its "+". A short remark after it ("0912345678 (chị Lan)", "nhánh 12")
/// keeps the answer as it was written.
std::optional<std::string> parse_phone(std::string_view text);

/// A mail address; not more is checked than that it can be one. Letters of the domain become small.
std::optional<std::string> parse_email(std::string_view text);

} // namespace bot::dialog
