#pragma once

#include <cstdint>
#include <string_view>

/// The words by which mail programs introduce what they quote, folded. Vietnamese and English in full; of other
/// languages those a Vietnamese hospital's vendors may use.
namespace adapters::email::mime {

/// "… đã viết:", "… wrote:" and alike: the words such a line ends with or, in some languages, has before the name.
bool ends_with_wrote(std::string_view folded);
bool contains_wrote(std::string_view folded);

/// How such a line begins: "On ", "Vào ", a weekday, a number.
bool begins_introduction(std::string_view folded);

enum class divider_kind : std::uint8_t { none, original, forward };

/// "-----Original Message-----", "-------- Thư gốc --------", "Begin forwarded message:".
divider_kind divider_of(std::string_view line, std::string_view folded);

/// Fields of the header that clients repeat above a quotation; one bit each.
enum header_bit : unsigned {
    header_none = 0,
    header_from = 1,
    header_date = 2,
    header_to = 4,
    header_subject = 8,
    header_cc = 16
};

/// The field a line repeats: "From: …", "*Từ:* …", "Người gửi : …".
header_bit header_line_of(std::string_view line);

/// A row of dashes, underscores or the like and nothing else.
bool is_rule(std::string_view line);

} // namespace adapters::email::mime
