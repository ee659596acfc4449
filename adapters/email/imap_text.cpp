#include "adapters/email/imap_text.hpp"

#include "adapters/email/sasl.hpp"
#include "bot/utf8.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::email {

namespace {

constexpr std::size_t folder_bytes_max = 250;

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

void append_utf16(std::string& bytes, char32_t value)
{
    const auto put = [&bytes](char32_t unit) {
        bytes.push_back(static_cast<char>(unit >> 8U & 0xFFU));
        bytes.push_back(static_cast<char>(unit & 0xFFU));
    };
    if (value < 0x10000) {
        put(value);
        return;
    }
    put(0xD800U + ((value - 0x10000U) >> 10U));
    put(0xDC00U + ((value - 0x10000U) & 0x3FFU));
}

/// Base64 with ',' for '/' and without padding, between '&' and '-'.
std::string shifted(const std::string& utf16)
{
    std::string text = base64(utf16);
    text.erase(text.find_last_not_of('=') + 1);
    std::replace(text.begin(), text.end(), '/', ',');
    return "&" + text + "-";
}

} // namespace

std::optional<std::string> imap_quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (is_control(c) || static_cast<unsigned char>(c) > 0x7E)
            return std::nullopt;
        if (c == '"' || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

std::optional<std::string> modified_utf7(std::string_view name)
{
    std::string out;
    std::string utf16;
    for (std::size_t at = 0; at < name.size();) {
        const bot::code_point one = bot::decode_utf8(name, at);
        if (!one.valid)
            return std::nullopt;
        at += one.size;
        if (one.value < 0x20 || one.value > 0x7E) {
            append_utf16(utf16, one.value);
            continue;
        }
        if (!utf16.empty())
            out += shifted(utf16);
        utf16.clear();
        out.push_back(static_cast<char>(one.value));
        if (one.value == U'&')
            out.push_back('-');
    }
    if (!utf16.empty())
        out += shifted(utf16);
    return out;
}

std::optional<std::string> imap_folder(std::string_view name)
{
    if (name.empty() || name.size() > folder_bytes_max || std::any_of(name.begin(), name.end(), is_control))
        return std::nullopt;
    const auto wire = modified_utf7(name);
    return wire ? imap_quoted(*wire) : std::nullopt;
}

std::string imap_set(const std::vector<std::uint32_t>& numbers)
{
    std::string out;
    for (std::size_t at = 0; at < numbers.size();) {
        std::size_t end = at + 1;
        while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1)
            ++end;
        if (!out.empty())
            out.push_back(',');
        out += std::to_string(numbers[at]);
        if (end - at > 1)
            out += ":" + std::to_string(numbers[end - 1]);
        at = end;
    }
    return out;
}

std::optional<std::uint32_t> imap_number(std::string_view digits)
{
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [at, failure] = std::from_chars(digits.data(), end, value);
    if (failure != std::errc{} || at != end)
        return std::nullopt;
    return value;
}

} // namespace adapters::email
