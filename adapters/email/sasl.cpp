#include "adapters/email/sasl.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace adapters::email {

namespace {

constexpr std::size_t challenge_bytes_max = 4'096;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::string base64(std::string_view bytes)
{
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // EVP adds a NUL
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<std::string> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text), static_cast<int>(text.size()));
    if (size < 0)
        return std::nullopt;
    const std::size_t padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
    if (padding > 2)
        return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string sasl_plain(std::string_view user, std::string_view password)
{
    std::string blob(1, '\0');
    blob.append(user).append(1, '\0').append(password);
    return base64(blob);
}

std::string sasl_xoauth2(std::string_view user, std::string_view token)
{
    std::string blob = "user=";
    blob.append(user).append("\1auth=Bearer ").append(token).append("\1\1");
    return base64(blob);
}

bool sasl_sound(std::string_view text)
{
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::string xoauth2_failure(std::string_view challenge)
{
    const auto json = from_base64(challenge.substr(0, std::min(challenge.size(), challenge_bytes_max)));
    if (!json)
        return {};
    const std::string_view text = *json;
    const std::string_view key = "\"status\"";
    auto at = text.find(key);
    if (at == std::string_view::npos)
        return {};
    at = text.find_first_not_of(" :\"", at + key.size());
    if (at == std::string_view::npos)
        return {};
    const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
    return std::string(text.substr(at, end - at));
}

} // namespace adapters::email
