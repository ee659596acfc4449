#include "adapters/sandbox/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>

namespace adapters::sandbox {

namespace {

using raw_digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hex(std::span<const unsigned char> bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 0x0f];
    }
    return text;
}

std::span<const unsigned char> digest(std::string_view bytes, const EVP_MD* kind, raw_digest& into)
{
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), into.data(), &length, kind, nullptr) != 1)
        throw std::runtime_error("sandbox: digest failed");
    return {into.data(), length};
}

} // namespace

std::string sha256_hex(std::string_view bytes)
{
    raw_digest room{};
    return hex(digest(bytes, EVP_sha256(), room));
}

std::string md5_hex(std::string_view bytes)
{
    raw_digest room{};
    return hex(digest(bytes, EVP_md5(), room));
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes)
{
    raw_digest room{};
    unsigned int length = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(), room.data(),
             &length) == nullptr)
        throw std::runtime_error("sandbox: hmac failed");
    return hex({room.data(), length});
}

std::string base64_bytes(std::string_view text)
{
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (length < 0)
        return {};
    // The decoder counts padding as zero bytes.
    const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
    bytes.resize(static_cast<std::size_t>(length) - std::min<std::size_t>(padding, 2));
    return bytes;
}

std::string pkce_challenge(std::string_view verifier)
{
    raw_digest room{};
    const auto bytes = digest(verifier, EVP_sha256(), room);
    std::array<unsigned char, 64> text{};
    const int length = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
    std::string challenge;
    for (const unsigned char c : std::span(text).first(static_cast<std::size_t>(length))) {
        if (c == '+')
            challenge += '-';
        else if (c == '/')
            challenge += '_';
        else if (c != '=')
            challenge += static_cast<char>(c);
    }
    return challenge;
}

std::string event_signature(std::string_view app_id, std::string_view body, std::string_view timestamp,
                            std::string_view oa_secret_key)
{
    std::string all;
    all.reserve(app_id.size() + body.size() + timestamp.size() + oa_secret_key.size());
    all.append(app_id).append(body).append(timestamp).append(oa_secret_key);
    return "mac=" + sha256_hex(all);
}

} // namespace adapters::sandbox
