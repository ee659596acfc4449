#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bot {

/// What stands in for bytes that are not UTF-8.
inline constexpr char32_t replacement_character = 0xFFFD;

/// One code point of a text and the bytes it takes, at least one. Ill-formed bytes (overlong forms, encoded
/// surrogates, values beyond U+10FFFF, cut sequences) decode to `replacement_character` with `valid` false,
/// one for each longest beginning of a sequence, as Unicode recommends.
struct code_point {
    char32_t value;
    std::size_t size;
    bool valid = true;
};

/// The code point that starts at `at`, which lies within the text.
inline code_point decode_utf8(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80)
        return {lead, 1};
    // Bounds of the second byte keep overlong forms, surrogates and values beyond U+10FFFF out (Unicode,
    // table 3-7).
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    std::size_t size = 0;
    char32_t value = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        size = 2;
        value = lead & 0x1FU;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        size = 3;
        value = lead & 0x0FU;
        if (lead == 0xE0)
            low = 0xA0;
        if (lead == 0xED)
            high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        size = 4;
        value = lead & 0x07U;
        if (lead == 0xF0)
            low = 0x90;
        if (lead == 0xF4)
            high = 0x8F;
    } else {
        return {replacement_character, 1, false};
    }
    for (std::size_t i = 1; i < size; ++i) {
        if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high)
            return {replacement_character, i, false};
        value = value << 6U | (byte(at + i) & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    return {value, size};
}

inline void append_utf8(std::string& to, char32_t value)
{
    const auto put = [&](char32_t bits) { to.push_back(static_cast<char>(bits)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0U | value >> 6U);
        put(0x80U | (value & 0x3FU));
    } else if (value < 0x10000) {
        put(0xE0U | value >> 12U);
        put(0x80U | (value >> 6U & 0x3FU));
        put(0x80U | (value & 0x3FU));
    } else {
        put(0xF0U | value >> 18U);
        put(0x80U | (value >> 12U & 0x3FU));
        put(0x80U | (value >> 6U & 0x3FU));
        put(0x80U | (value & 0x3FU));
    }
}

} // namespace bot
