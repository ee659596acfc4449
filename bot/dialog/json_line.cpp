#include "bot/dialog/json_line.hpp"

#include <array>
#include <charconv>

namespace bot::dialog {

void json_line::separate()
{
    if (!text_.empty() && text_.back() != '[')
        text_ += ',';
}

void json_line::open()
{
    separate();
    text_ += '[';
}

void json_line::close()
{
    text_ += ']';
}

void json_line::add(std::int64_t number)
{
    separate();
    std::array<char, 24> digits{};
    const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text_.append(digits.data(), end);
}

void json_line::add(std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    separate();
    text_ += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        text_.append(text.substr(plain, i - plain));
        plain = i + 1;
        if (byte >= 0x20) {
            text_ += '\\';
            text_ += text[i];
        } else {
            text_ += "\\u00";
            text_ += hex[byte >> 4U];
            text_ += hex[byte & 0xFU];
        }
    }
    text_.append(text.substr(plain));
    text_ += '"';
}

} // namespace bot::dialog
