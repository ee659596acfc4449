#include "adapters/email/reading/attachment_files.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace adapters::email {

namespace {

using std::string_view_literals::operator""sv;

struct magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view type;
};

constexpr auto signs = std::to_array<magic>({
    {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    {0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {8, "WEBP"sv, "image/webp"},
    {0, "BM"sv, "image/bmp"},
    {0, "II*\0"sv, "image/tiff"},
    {0, "MM\0*"sv, "image/tiff"},
    {4, "ftypheic"sv, "image/heic"},
    {0, "%PDF-"sv, "application/pdf"},
    {0, "PK\x03\x04"sv, "application/zip"},
    {0, "PK\x05\x06"sv, "application/zip"},
    {0, "Rar!\x1A\x07"sv, "application/vnd.rar"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"},
    {0, "\x1F\x8B"sv, "application/gzip"},
    {0, "BZh"sv, "application/x-bzip2"},
    {0,
     "\xFD"
     "7zXZ\0"sv,
     "application/x-xz"},
    {0, "MSCF\0\0\0\0"sv, "application/vnd.ms-cab-compressed"},
    {257, "ustar"sv, "application/x-tar"},
    {0x8001, "CD001"sv, "application/x-iso9660-image"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    {0, "{\\rtf"sv, "application/rtf"},
    {0, "\x78\x9F\x3E\x22"sv, "application/ms-tnef"},
    {0, "MZ"sv, "application/vnd.microsoft.portable-executable"},
    {0,
     "\x7F"
     "ELF"sv,
     "application/x-executable"},
    {0, "\xCA\xFE\xBA\xBE"sv, "application/java-vm"},
    {0, "\xCF\xFA\xED\xFE"sv, "application/x-mach-binary"},
    {0, "\x4C\0\0\0\x01\x14\x02\0"sv, "application/x-ms-shortcut"},
    {0, "ITSF"sv, "application/vnd.ms-htmlhelp"},
    {0, "#!"sv, "text/x-shellscript"},
    {0, "OggS"sv, "audio/ogg"},
    {0, "ID3"sv, "audio/mpeg"},
    {4, "ftyp"sv, "video/mp4"},
    {0, "\x1A\x45\xDF\xA3"sv, "video/x-matroska"},
    {0, "BEGIN:VCALENDAR"sv, "text/calendar"},
    {0, "BEGIN:VCARD"sv, "text/vcard"},
});

constexpr auto programs = std::to_array<std::string_view>({"exe",         "com",
                                                           "scr",         "pif",
                                                           "bat",         "cmd",
                                                           "ps1",         "psm1",
                                                           "vb",          "vbs",
                                                           "vbe",         "js",
                                                           "jse",         "mjs",
                                                           "wsf",         "wsh",
                                                           "wsc",         "hta",
                                                           "msi",         "msp",
                                                           "msix",        "appx",
                                                           "jar",         "lnk",
                                                           "reg",         "cpl",
                                                           "dll",         "sys",
                                                           "drv",         "app",
                                                           "apk",         "sh",
                                                           "py",          "pl",
                                                           "chm",         "url",
                                                           "xll",         "scf",
                                                           "inf",         "iso",
                                                           "img",         "vhd",
                                                           "vhdx",        "gadget",
                                                           "application", "ade",
                                                           "adp",         "mde",
                                                           "msc",         "ocx",
                                                           "desktop",     "run",
                                                           "deb",         "rpm",
                                                           "dmg",         "pkg",
                                                           "library-ms",  "searchconnector-ms",
                                                           "one",         "wll"});
constexpr auto macros = std::to_array<std::string_view>(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm", "xla", "slk", "iqy"});
constexpr auto archives = std::to_array<std::string_view>(
    {"application/zip", "application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-bzip2",
     "application/x-xz", "application/vnd.ms-cab-compressed", "application/x-tar", "application/x-iso9660-image"});
constexpr auto program_types =
    std::to_array<std::string_view>({"application/vnd.microsoft.portable-executable", "application/x-executable",
                                     "application/java-vm", "application/x-mach-binary", "application/x-ms-shortcut",
                                     "application/vnd.ms-htmlhelp", "text/x-shellscript", "application/x-iso9660-image"});
constexpr auto device_names =
    std::to_array<std::string_view>({"con",  "prn",  "aux",  "nul",  "com1", "com2", "com3", "com4", "com5", "com6", "com7",
                                     "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"});

constexpr std::size_t name_characters_max = 120;
constexpr std::size_t name_bytes_read = 4096;
constexpr std::size_t extension_bytes_max = 12;
constexpr std::size_t text_bytes_looked_at = 4096;

template <class List>
bool is_in(const List& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool has(std::string_view bytes, std::string_view what)
{
    return bytes.find(what) != std::string_view::npos;
}

bool looks_like_text(std::string_view bytes)
{
    bytes = bytes.substr(0, text_bytes_looked_at);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto c = bot::decode_utf8(bytes, at);
        const bool cut_at_end = !c.valid && bytes.size() - at < 4;
        if ((c.value < 0x20 && c.value != '\n' && c.value != '\r' && c.value != '\t') || (!c.valid && !cut_at_end))
            return false;
        at += c.size;
    }
    return !bytes.empty();
}

/// Office documents are zip archives with known members.
std::string_view type_of_zip(std::string_view bytes)
{
    if (has(bytes, "[Content_Types].xml")) {
        if (has(bytes, "word/"))
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        if (has(bytes, "xl/"))
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        if (has(bytes, "ppt/"))
            return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    }
    if (bytes.size() > 30 && bytes.substr(30).starts_with("mimetypeapplication/vnd.oasis.opendocument"))
        return "application/vnd.oasis.opendocument";
    if (has(bytes, "META-INF/MANIFEST.MF"))
        return "application/java-archive";
    return "application/zip";
}

/// The encryption bit of any member, in its local header or in the directory (APPNOTE.TXT 4.4.4).
bool has_encrypted_member(std::string_view bytes)
{
    for (const auto& [mark, flags_at] : {std::pair{"PK\x03\x04"sv, 6U}, std::pair{"PK\x01\x02"sv, 8U}})
        for (auto at = bytes.find(mark); at != std::string_view::npos; at = bytes.find(mark, at + 4))
            if (at + flags_at < bytes.size() && (static_cast<unsigned char>(bytes[at + flags_at]) & 1U) != 0)
                return true;
    return false;
}

std::string extension_of(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : mime::lowered(name.substr(dot + 1));
}

std::string sha256_hex(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 0xFU];
    }
    return text;
}

/// Marks that are not seen but change how a name is read.
bool is_unseen(char32_t c)
{
    return c == 0x61C || c == 0xAD || c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

} // namespace

std::string type_by_magic(std::string_view bytes)
{
    const auto found = std::find_if(signs.begin(), signs.end(), [bytes](const magic& one) {
        return bytes.size() >= one.at && bytes.substr(one.at).starts_with(one.bytes);
    });
    if (found != signs.end()) {
        const bool text_sign = found->type == "image/bmp" && looks_like_text(bytes);
        if (!text_sign)
            return std::string(found->type == "application/zip" ? type_of_zip(bytes) : found->type);
    }
    if (!looks_like_text(bytes))
        return "application/octet-stream";
    const auto start = mime::trimmed(bytes.substr(0, 1024));
    if (mime::starts_ignoring_case(start, "<!doctype html") || mime::starts_ignoring_case(start, "<html") ||
        mime::find_ignoring_case(start, "<script") != std::string_view::npos)
        return "text/html";
    if (mime::find_ignoring_case(start, "<svg") != std::string_view::npos)
        return "image/svg+xml";
    return start.starts_with("<?xml") ? "text/xml" : "text/plain";
}

std::string clean_attachment_name(std::string_view name)
{
    // Of a name without end its ending is what matters.
    const bool endless = name.size() > name_bytes_read;
    const std::string line = mime::one_line(
        endless ? std::string(name.substr(0, name_bytes_read)).append(name.substr(name.size() - extension_bytes_max))
                : std::string(name));
    const std::string last = line.substr(line.find_last_of("/\\") + 1);
    std::string clean;
    for (std::size_t at = 0; at < last.size();) {
        const auto c = bot::decode_utf8(last, at);
        if (std::string_view("<>:\"|?*").find(last[at]) != std::string_view::npos)
            clean += '_';
        else if (!is_unseen(c.value))
            clean.append(last, at, c.size);
        at += c.size;
    }
    const auto first = std::min(clean.find_first_not_of(" ."), clean.size());
    clean = clean.substr(first, clean.find_last_not_of(" .") + 1 - first);
    const auto dot = clean.rfind('.');
    const bool has_extension = dot != std::string::npos && dot > 0 && clean.size() - dot <= extension_bytes_max;
    const std::string extension = has_extension ? clean.substr(dot) : std::string();
    std::string stem = clean.substr(0, clean.size() - extension.size());
    if (is_in(device_names, mime::lowered(stem.substr(0, stem.find('.')))))
        stem.insert(0, 1, '_');
    clean = bot::shorten(stem, name_characters_max - extension.size()) + extension;
    return clean.empty() ? "tep" : clean;
}

attachment_flags flags_of(std::string_view clean_name, std::string_view declared_type, std::string_view type,
                          std::string_view bytes)
{
    const std::string extension = extension_of(clean_name);
    attachment_flags flags;
    flags.executable = is_in(programs, extension) || is_in(program_types, type) || type == "application/java-archive";
    const bool office = type.starts_with("application/vnd.openxmlformats") || type == "application/x-ole-storage";
    flags.macro = is_in(macros, extension) ||
                  (office && (has(bytes, "vbaProject.bin") || has(bytes, "V\0B\0A\0"sv) || has(bytes, "_\0V\0B\0A\0_\0P\0"sv)));
    flags.archive = is_in(archives, type);
    flags.encrypted_zip = type == "application/zip" && has_encrypted_member(bytes);
    flags.calendar = type == "text/calendar" || declared_type == "text/calendar" || extension == "ics";
    flags.winmail = type == "application/ms-tnef" || declared_type == "application/ms-tnef" ||
                    declared_type == "application/vnd.ms-tnef" || clean_name == "winmail.dat";
    flags.markup = type == "text/html" || type == "image/svg+xml" || declared_type == "text/html" ||
                   declared_type == "image/svg+xml" || extension == "html" || extension == "htm" || extension == "shtml" ||
                   extension == "xhtml" || extension == "svg" || extension == "mht";
    return flags;
}

attachment make_attachment(std::string_view sent_name, std::string declared_type, std::string bytes)
{
    attachment made;
    made.name = clean_attachment_name(sent_name);
    made.type = type_by_magic(bytes);
    made.flags = flags_of(made.name, declared_type, made.type, bytes);
    made.declared_type = std::move(declared_type);
    made.size = bytes.size();
    made.sha256 = sha256_hex(bytes);
    made.content = std::move(bytes);
    return made;
}

} // namespace adapters::email
