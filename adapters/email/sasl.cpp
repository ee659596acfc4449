#include "adapters/email/sasl.hpp"

#include "adapters/email/alarm.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

constexpr std::size_t challenge_bytes_max = 4'096;
constexpr std::size_t telling_bytes_min = 6; ///< shorter words occur in secrets by chance

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

std::string words_without(std::string_view text, std::string_view user, std::string_view secret)
{
    const std::array<std::string, 4> hidden{std::string(secret), base64(secret), sasl_plain(user, secret), sasl_xoauth2(user, secret)};
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(" \"<>():;,"), rest.size());
        const auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (word.size() < telling_bytes_min)
            continue;
        for (const std::string& one : hidden)
            if (!secret.empty() && (one.find(word) != std::string::npos || word.find(one) != std::string_view::npos))
                return "(words withheld)";
    }
    const bool whole = !secret.empty() && text.find(secret) != std::string_view::npos;
    return whole ? "(words withheld)" : printable(text);
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
