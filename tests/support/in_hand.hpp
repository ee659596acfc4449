#pragma once

#include "tests/support/story.hpp"

namespace support {

inline constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// An incident about the PACS, an important system, in Hùng's hands at `level`; everything said so far is read.
inline std::string in_hand(story& all, int level)
{
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(level);
    REQUIRE(all.row(number).level == level);
    all.read_all();
    return number;
}

} // namespace support
