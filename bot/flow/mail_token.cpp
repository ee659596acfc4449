#include "bot/flow/mail_token.hpp"

#include "store/settings.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <vector>

namespace bot::flow {

namespace {

constexpr std::string_view key_setting = "mail_key";
constexpr std::string_view no_incident = "0";
constexpr std::size_t mac_letters = 16; ///< of five bits each

std::string lower(std::string_view text)
{
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

std::string base32(std::span<const unsigned char> bytes, std::size_t letters)
{
    static constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    std::string text;
    for (std::size_t i = 0; i < letters; ++i) {
        const std::size_t bit = i * 5;
        const unsigned pair = static_cast<unsigned>(bytes[bit / 8]) << 8U | (bit / 8 + 1 < bytes.size() ? bytes[bit / 8 + 1] : 0U);
        text += alphabet[pair >> (11 - bit % 8) & 31U];
    }
    return text;
}

std::string hex(std::span<const unsigned char> bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::string number_or_none(std::string_view number)
{
    return number.empty() ? std::string(no_incident) : lower(number);
}

/// As incidents are numbered: upper case.
std::string number_named(std::string_view text)
{
    std::string made(text == no_incident ? std::string_view() : text);
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return made;
}

std::vector<std::string_view> pieces(std::string_view text)
{
    std::vector<std::string_view> made;
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
        made.push_back(text.substr(0, dot));
        text.remove_prefix(dot + 1);
    }
    made.push_back(text);
    return made;
}

bool same(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace

std::string mail_keys::mac(std::string_view what) const
{
    std::array<unsigned char, 32> made{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(what.data()), what.size(), made.data(), &size) == nullptr)
        throw std::runtime_error("HMAC failed");
    return base32(made, mac_letters);
}

std::string mail_keys::reply_tag(std::string_view number, std::string_view address) const
{
    const auto which = number_or_none(number);
    return "r." + which + "." + mac("reply|" + which + "|" + lower(address));
}

std::string mail_keys::message_id(std::string_view number, std::string_view address, std::string_view unique) const
{
    const auto which = number_or_none(number);
    const auto nonce = mac("nonce|" + std::string(unique));
    return "c." + nonce + "." + mac("mail|" + nonce + "|" + which + "|" + lower(address)) + "." + which;
}

std::string mail_keys::bounce_tag(std::string_view message_id)
{
    const auto parts = pieces(message_id.substr(0, message_id.find('@')));
    return parts.size() == 4 ? "b." + std::string(parts[1]) + "." + std::string(parts[2]) : std::string();
}

std::optional<std::string> mail_keys::message_id_prefix(std::string_view bounce_tag)
{
    const auto parts = pieces(bounce_tag);
    if (parts.size() != 3 || parts[0] != "b" || parts[1].size() != mac_letters || parts[2].size() != mac_letters)
        return std::nullopt;
    return "c." + lower(parts[1]) + "." + lower(parts[2]) + ".";
}

std::optional<std::string> mail_keys::number_in_tag(std::string_view tag, std::string_view address) const
{
    const auto parts = pieces(tag);
    if (parts.size() != 3 || parts[0] != "r" || !same(lower(parts[2]), mac("reply|" + lower(parts[1]) + "|" + lower(address))))
        return std::nullopt;
    return number_named(parts[1]);
}

std::optional<std::string> mail_keys::number_in_message_id(std::string_view id, std::string_view address) const
{
    const auto parts = pieces(id.substr(0, id.find('@')));
    if (parts.size() != 4 || parts[0] != "c" || !same(lower(parts[2]), mac("mail|" + lower(parts[1]) + "|" + lower(parts[3]) + "|" + lower(address))))
        return std::nullopt;
    return number_named(parts[3]);
}

std::optional<std::string> mail_keys::claimed_number(std::string_view tag_or_id)
{
    const auto parts = pieces(tag_or_id.substr(0, tag_or_id.find('@')));
    if (parts.size() == 3 && parts[0] == "r")
        return number_named(parts[1]);
    if (parts.size() == 4 && parts[0] == "c")
        return number_named(parts[3]);
    return std::nullopt;
}

mail_keys keys_of(store::transaction& tx)
{
    if (auto kept = store::setting(tx, key_setting))
        return mail_keys(std::move(*kept));
    std::array<unsigned char, 32> random{};
    tx.db().fill_random(random);
    const auto made = hex(random);
    store::set_setting(tx, key_setting, made);
    return mail_keys(made);
}

} // namespace bot::flow
