#include "bot/incident/chain.hpp"

#include <openssl/evp.h>

#include <array>
#include <optional>
#include <stdexcept>

namespace bot::incident {
namespace {

constexpr std::size_t digest_bytes = 32;
using digest = std::array<unsigned char, digest_bytes>;

std::optional<unsigned> nibble(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a') + 10;
    return std::nullopt;
}

std::optional<std::string> bytes_of(std::string_view hex)
{
    if (hex.size() != 2 * digest_bytes)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(digest_bytes);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = nibble(hex[i]);
        const auto low = nibble(hex[i + 1]);
        if (!high || !low)
            return std::nullopt;
        bytes.push_back(static_cast<char>(static_cast<unsigned char>(*high * 16 + *low)));
    }
    return bytes;
}

} // namespace

std::string_view chain_start()
{
    return "0000000000000000000000000000000000000000000000000000000000000000";
}

std::string sha256_hex(std::string_view bytes)
{
    digest out{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, EVP_sha256(), nullptr) != 1 ||
        length != out.size())
        throw std::runtime_error("SHA-256 is not available in OpenSSL");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest_bytes);
    for (const unsigned char byte : out) {
        hex.push_back(digits[byte >> 4U]);
        hex.push_back(digits[byte & 15U]);
    }
    return hex;
}

std::string entry_hash(std::string_view previous_hex, std::string_view payload)
{
    auto bytes = bytes_of(previous_hex);
    if (!bytes)
        throw std::invalid_argument("chain hash is not 64 lower-case hex digits");
    bytes->append(payload);
    return sha256_hex(*bytes);
}

std::optional<std::int64_t> first_broken(std::string_view previous_hex, std::int64_t first_sequence,
                                         std::span<const chain_entry> entries)
{
    std::int64_t expected = first_sequence;
    std::string previous(previous_hex);
    for (const auto& entry : entries) {
        const bool fits = entry.sequence == expected && bytes_of(entry.hash) && bytes_of(previous) &&
                          (entry.rewritten_as.empty() ? entry_hash(previous, entry.payload) == entry.hash
                                                      : sha256_hex(entry.payload) == entry.rewritten_as);
        if (!fits)
            return expected;
        previous = entry.hash;
        ++expected;
    }
    return std::nullopt;
}

} // namespace bot::incident
