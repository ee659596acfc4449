#include "adapters/email/reading/transfer_encoding.hpp"

#include "adapters/email/reading/ascii.hpp"

#include <array>
#include <cstdint>

namespace adapters::email::mime {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> sextets = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}();

/// Bits gathered until there are three whole bytes.
class quantum {
public:
    explicit quantum(std::string& to) : to_(to) {}

    void add(unsigned value)
    {
        bits_ = bits_ << 6U | value;
        if (++count_ == 4) {
            put(16);
            put(8);
            put(0);
            bits_ = count_ = 0;
        }
    }

    /// Ends the quantum; false when it stops within a byte.
    bool flush()
    {
        const unsigned count = count_;
        if (count == 2) {
            bits_ <<= 12U;
            put(16);
        } else if (count == 3) {
            bits_ <<= 6U;
            put(16);
            put(8);
        }
        bits_ = count_ = 0;
        return count != 1;
    }

private:
    void put(unsigned shift) { to_.push_back(static_cast<char>(bits_ >> shift & 0xFFU)); }

    std::string& to_;
    unsigned bits_ = 0;
    unsigned count_ = 0;
};

} // namespace

decoded_bytes decode_base64(std::string_view text)
{
    decoded_bytes decoded;
    decoded.bytes.reserve(text.size() / 4 * 3 + 3);
    quantum group(decoded.bytes);
    for (const char c : text) {
        const int value = sextets[static_cast<unsigned char>(c)];
        if (value >= 0)
            group.add(static_cast<unsigned>(value));
        else if (c == '=')
            decoded.damaged |= !group.flush();
        else if (!is_blank(c))
            decoded.damaged = true;
    }
    decoded.damaged |= !group.flush();
    return decoded;
}

decoded_bytes decode_quoted_printable(std::string_view text)
{
    decoded_bytes decoded;
    decoded.bytes.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c != '=') {
            decoded.bytes.push_back(c);
            continue;
        }
        const int high = at + 1 < text.size() ? hex_value(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
        if (high >= 0 && low >= 0) {
            decoded.bytes.push_back(static_cast<char>(high * 16 + low));
            at += 2;
            continue;
        }
        // A soft line break, with blanks that some gateway added before its line end.
        std::size_t end = at + 1;
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r'))
            ++end;
        if (end >= text.size() || text[end] == '\n') {
            at = end;
            continue;
        }
        decoded.damaged = true;
        decoded.bytes.push_back(c);
    }
    return decoded;
}

std::string decode_q(std::string_view text)
{
    std::string spaced(text);
    for (char& c : spaced)
        if (c == '_')
            c = ' ';
    return decode_quoted_printable(spaced).bytes;
}

decoded_bytes decode_uuencode(std::string_view text)
{
    decoded_bytes decoded;
    bool begun = false;
    bool ended = false;
    for (std::size_t at = 0; at < text.size() && !ended;) {
        const auto end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (!begun) {
            begun = line.starts_with("begin ");
            continue;
        }
        if (line == "end" || line.empty() || line == "`") {
            ended = line == "end";
            continue;
        }
        const auto value = [&line](std::size_t i) {
            return i < line.size() ? (static_cast<unsigned>(static_cast<unsigned char>(line[i])) - 32U) & 63U : 0U;
        };
        const std::size_t length = value(0);
        if (1 + (length + 2) / 3 * 4 > line.size() + 1)
            decoded.damaged = true;
        std::string bytes;
        for (std::size_t i = 1; i + 1 < line.size() && bytes.size() < length; i += 4) {
            const unsigned bits = value(i) << 18U | value(i + 1) << 12U | value(i + 2) << 6U | value(i + 3);
            for (const unsigned shift : {16U, 8U, 0U})
                bytes.push_back(static_cast<char>(bits >> shift & 0xFFU));
        }
        decoded.bytes.append(bytes, 0, std::min(length, bytes.size()));
    }
    decoded.damaged |= !begun || !ended;
    return decoded;
}

decoded_bytes decode_transfer(std::string_view encoding, std::string_view text)
{
    // "base64;" and "Base64 (comment)" occur: the first word decides.
    encoding = trimmed(encoding);
    const std::string name = lowered(encoding.substr(0, encoding.find_first_of("; (,\t")));
    if (name == "base64")
        return decode_base64(text);
    if (name == "quoted-printable" || name == "quotedprintable")
        return decode_quoted_printable(text);
    if (name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue")
        return decode_uuencode(text);
    return {std::string(text), false};
}

std::string encode_base64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) {
            return at + i < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at + i])) : 0U;
        };
        const unsigned bits = byte(0) << 16U | byte(1) << 8U | byte(2);
        text.push_back(alphabet[bits >> 18U & 63U]);
        text.push_back(alphabet[bits >> 12U & 63U]);
        text.push_back(at + 1 < bytes.size() ? alphabet[bits >> 6U & 63U] : '=');
        text.push_back(at + 2 < bytes.size() ? alphabet[bits & 63U] : '=');
    }
    return text;
}

} // namespace adapters::email::mime
