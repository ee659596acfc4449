#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// Who is named at the beginning of a text, and what follows the name.
struct named_person {
    std::vector<std::size_t> fits; ///< places in the list of names; several when the name given is not enough
    std::string rest;              ///< as written, trimmed
};

/// Finds the people whose name begins `text`, as colleagues call each other: the whole name or its last words ("Nguyễn Thị
/// Lan", "Thị Lan", "Lan"), with or without "anh", "chị", "bs" before it, without regard to case and diacritics. The reading
/// that takes most words counts.
named_person read_person(std::string_view text, std::span<const std::string> names);

} // namespace bot::dialog
