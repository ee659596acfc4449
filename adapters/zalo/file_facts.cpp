#include "adapters/zalo/attachment_fetcher.hpp"
#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <algorithm>
#include <array>

namespace adapters::zalo {

namespace {

using std::string_view_literals::operator""sv;

struct magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view type;
};

constexpr std::array signs{
    magic{0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    magic{0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    magic{0, "GIF87a"sv, "image/gif"},
    magic{0, "GIF89a"sv, "image/gif"},
    magic{8, "WEBP"sv, "image/webp"},
    magic{8, "WAVE"sv, "audio/wav"},
    magic{0, "%PDF-"sv, "application/pdf"},
    magic{0, "PK\x03\x04"sv, "application/zip"},
    magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    magic{4, "ftypM4A"sv, "audio/mp4"},
    magic{4, "ftypheic"sv, "image/heic"},
    magic{4, "ftyp"sv, "video/mp4"},
    magic{0, "#!AMR"sv, "audio/amr"},
    magic{0, "ID3"sv, "audio/mpeg"},
    magic{0, "\xFF\xFB"sv, "audio/mpeg"},
    magic{0, "\xFF\xF1"sv, "audio/aac"},
    magic{0, "OggS"sv, "audio/ogg"},
};

constexpr std::size_t name_characters_max = 120;
constexpr std::size_t extension_bytes_max = 10;

bool looks_like_text(std::string_view bytes)
{
    if (bytes.empty())
        return false;
    for (std::size_t i = 0; i < bytes.size();) {
        const bot::code_point point = bot::decode_utf8(bytes, i);
        const bool cut_at_end = !point.valid && bytes.size() - i < 4;
        const bool control = point.value < 0x20 && point.value != '\n' && point.value != '\r' && point.value != '\t';
        if (control || (!point.valid && !cut_at_end))
            return false;
        i += point.size;
    }
    return true;
}

/// Signs that turn a name around (a picture's ending shown on a program) or split it.
bool direction_or_break(char32_t value)
{
    return value < 0x20 || value == 0x7F || (value >= 0x80 && value < 0xA0) || value == 0x61C ||
           (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
           (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF;
}

std::string trimmed(std::string_view text)
{
    const auto start = text.find_first_not_of(" .");
    const auto end = text.find_last_not_of(" .");
    return start == std::string_view::npos ? std::string() : std::string(text.substr(start, end - start + 1));
}

} // namespace

std::string sniff_media_type(std::string_view first_bytes)
{
    const auto found = std::find_if(signs.begin(), signs.end(), [first_bytes](const magic& one) {
        return first_bytes.size() >= one.at && first_bytes.substr(one.at).starts_with(one.bytes);
    });
    if (found != signs.end())
        return std::string(found->type);
    return looks_like_text(first_bytes) ? "text/plain" : "application/octet-stream";
}

std::string clean_file_name(std::string_view name)
{
    const std::string whole = bot::to_nfc(name);
    const std::string last = whole.substr(whole.find_last_of("/\\") + 1);
    std::string clean;
    for (std::size_t i = 0; i < last.size();) {
        const bot::code_point point = bot::decode_utf8(last, i);
        if (std::string_view("<>:\"|?*").find(last[i]) != std::string_view::npos)
            clean += '_';
        else if (!direction_or_break(point.value))
            clean += last.substr(i, point.size);
        i += point.size;
    }
    clean = trimmed(clean);
    const auto dot = clean.rfind('.');
    const bool has_extension = dot != std::string::npos && dot > 0 && clean.size() - dot <= extension_bytes_max;
    const std::string extension = has_extension ? clean.substr(dot) : std::string();
    const std::string stem = clean.substr(0, clean.size() - extension.size());
    clean = bot::shorten(stem, name_characters_max - extension.size()) + extension;
    return clean.empty() ? "tep" : clean;
}

} // namespace adapters::zalo
