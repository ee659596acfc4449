#include "adapters/zalo/mention_guard.hpp"

#include "bot/utf8.hpp"

#include <algorithm>

namespace adapters::zalo {

namespace {

/// Signs that show nothing and that a platform might strip: whatever hides behind them counts.
bool invisible(char32_t value)
{
    return value <= 0x20 || value == 0x7F || value == 0xA0 || value == 0xAD || (value >= 0x180B && value <= 0x180E) ||
           (value >= 0x2000 && value <= 0x200F) || (value >= 0x2028 && value <= 0x202F) ||
           (value >= 0x205F && value <= 0x206F) || value == 0x3000 || (value >= 0xFE00 && value <= 0xFE0F) ||
           value == 0xFEFF || (value >= 0xE0000 && value <= 0xE01EF);
}

/// After the '[' at `at`: where an '@' follows, however hidden; npos otherwise.
std::size_t at_sign_after(std::string_view text, std::size_t at)
{
    for (++at; at < text.size();) {
        const bot::code_point point = bot::decode_utf8(text, at);
        if (point.value == U'@' || point.value == U'\uFF20' || point.value == U'\uFE6B')
            return at;
        if (!invisible(point.value))
            return std::string_view::npos;
        at += point.size;
    }
    return std::string_view::npos;
}

bool id_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

std::string guard_mentions(std::string_view text)
{
    std::string safe;
    safe.reserve(text.size());
    bool open = false; // behind a "(@" of ours and still within its id
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '[' && at_sign_after(text, i) != std::string_view::npos) {
            safe += '(';
            i = at_sign_after(text, i);
            i += bot::decode_utf8(text, i).size - 1;
            safe += '@';
            open = true;
        } else {
            safe += open && c == ']' ? ')' : c;
            open = open && id_character(c);
        }
    }
    return safe;
}

std::string mention(std::string_view user_id)
{
    const bool plain = !user_id.empty() && std::all_of(user_id.begin(), user_id.end(), id_character);
    return plain ? "[@" + std::string(user_id) + "]" : std::string();
}

} // namespace adapters::zalo
