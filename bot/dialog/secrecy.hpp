#pragma once

#include <string_view>

namespace bot::dialog {

/// Whether a text, file name or mail header bears a mark of state secrecy: MẬT, TỐI MẬT, TUYỆT MẬT. Such a
/// message is refused, and nothing of it is kept but the fact.
///
/// Marks: "tuyệt mật" and "tối mật" in any spelling; "mật" alone only where it stands as a mark: after "độ
/// mật", "mức độ mật", "đóng dấu", "công văn", "văn bản", "tài liệu" and the like, in brackets, as a line of
/// its own in capitals, or as a word of a file name. Not a mark: "mật" as part of a word (mật khẩu, bảo mật,
/// bí mật, mật độ, thân mật …). In doubt it says yes: a report refused can be told by phone, a secret sent
/// cannot be called back.
bool bears_secret_mark(std::string_view text_or_filename);

} // namespace bot::dialog
