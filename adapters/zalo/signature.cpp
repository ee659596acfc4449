#include "adapters/zalo/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <new>
#include <vector>

namespace adapters::zalo {

namespace {

using digest = std::array<unsigned char, 32>;

/// SHA-256 with its context made once a thread: fetching the algorithm costs more than hashing a webhook.
class hasher {
public:
    hasher()
        : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), whole_(EVP_MD_CTX_new()), branch_(EVP_MD_CTX_new())
    {
        if (!algorithm_ || !whole_ || !branch_)
            throw std::bad_alloc();
    }

    digest of(std::initializer_list<std::string_view> parts)
    {
        begin(parts);
        return finish(whole_.get(), {});
    }
    void begin(std::initializer_list<std::string_view> parts)
    {
        EVP_DigestInit_ex2(whole_.get(), algorithm_.get(), nullptr);
        add(whole_.get(), parts);
    }
    /// What was begun with `more` behind it; may be asked again with something else.
    digest with(std::initializer_list<std::string_view> more)
    {
        EVP_MD_CTX_copy_ex(branch_.get(), whole_.get());
        return finish(branch_.get(), more);
    }
    /// The same, for the last time.
    digest end(std::initializer_list<std::string_view> more) { return finish(whole_.get(), more); }

private:
    struct free_all {
        void operator()(EVP_MD* one) const { EVP_MD_free(one); }
        void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
    };
    static void add(EVP_MD_CTX* to, std::initializer_list<std::string_view> parts)
    {
        for (const std::string_view part : parts)
            EVP_DigestUpdate(to, part.data(), part.size());
    }
    static digest finish(EVP_MD_CTX* one, std::initializer_list<std::string_view> more)
    {
        add(one, more);
        digest made{};
        EVP_DigestFinal_ex(one, made.data(), nullptr);
        return made;
    }

    std::unique_ptr<EVP_MD, free_all> algorithm_;
    std::unique_ptr<EVP_MD_CTX, free_all> whole_;
    std::unique_ptr<EVP_MD_CTX, free_all> branch_;
};

hasher& sha()
{
    thread_local hasher one;
    return one;
}

int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// The header's hex without prefix and blanks; 32 bytes, or false.
bool read_mac(std::string_view header, digest& mac)
{
    while (!header.empty() && header.front() == ' ')
        header.remove_prefix(1);
    while (!header.empty() && header.back() == ' ')
        header.remove_suffix(1);
    if (header.starts_with("mac="))
        header.remove_prefix(4);
    if (header.size() != mac.size() * 2)
        return false;
    for (std::size_t i = 0; i < mac.size(); ++i) {
        const int high = nibble(header[i * 2]);
        const int low = nibble(header[i * 2 + 1]);
        if (high < 0 || low < 0)
            return false;
        mac[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return true;
}

bool same(const digest& a, const digest& b)
{
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// Longer ones are no time stamps.
constexpr std::size_t timestamp_max = 32;
/// A key "timestamp" may stand in an inner object too; more than a few of them are somebody's game.
constexpr std::size_t timestamps_max = 4;

std::string_view skip_blanks(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n");
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

/// The value after a key "timestamp", as text; a null view when there is none.
std::string_view value_after(std::string_view rest)
{
    rest = skip_blanks(rest);
    if (!rest.starts_with(':'))
        return {};
    rest = skip_blanks(rest.substr(1));
    if (rest.starts_with('"')) {
        const auto end = rest.find_first_of("\"\\", 1);
        const bool closed = end != std::string_view::npos && rest[end] == '"' && end - 1 <= timestamp_max;
        return closed ? rest.substr(1, end - 1) : std::string_view();
    }
    const auto end = rest.find_first_not_of("0123456789");
    const auto digits = rest.substr(0, end);
    return digits.empty() || digits.size() > timestamp_max ? std::string_view() : digits;
}

/// What may be the body's time stamp, found without parsing. A wrong one does no harm: it does not verify. Text somebody
/// wrote cannot pose as the key: its quotes are escaped.
std::vector<std::string_view> timestamps_in(std::string_view body)
{
    static constexpr std::string_view key = "\"timestamp\"";
    std::vector<std::string_view> found;
    for (auto at = body.find(key); at != std::string_view::npos && found.size() < timestamps_max;
         at = body.find(key, at + key.size())) {
        const auto value = value_after(body.substr(at + key.size()));
        if (value.data() != nullptr)
            found.push_back(value);
    }
    return found;
}

bool verifies(std::string_view app_id, std::string_view body, std::string_view secret, const digest& mac)
{
    const auto stamps = timestamps_in(body);
    if (stamps.empty() || app_id.empty() || secret.empty())
        return false;
    sha().begin({app_id, body});
    for (std::size_t i = 0; i + 1 < stamps.size(); ++i)
        if (same(sha().with({stamps[i], secret}), mac))
            return true;
    return same(sha().end({stamps.back(), secret}), mac);
}

} // namespace

signature_verdict check_signature(std::string_view body, std::string_view header, const webhook_secrets& secrets)
{
    if (header.empty())
        return signature_verdict::absent;
    digest mac{};
    if (!read_mac(header, mac) || !verifies(secrets.app_id, body, secrets.oa_secret_key.reveal(), mac))
        return signature_verdict::wrong;
    return signature_verdict::valid;
}

std::string_view signature_hint(std::string_view body, std::string_view header, const webhook_secrets& secrets)
{
    digest mac{};
    if (!read_mac(header, mac))
        return "the header is not 64 hex digits";
    const std::string_view key = secrets.oa_secret_key.reveal();
    const std::string_view app_secret = secrets.app_secret.reveal();
    if (verifies(secrets.app_id, body, app_secret, mac))
        return "signed with the app secret instead of the OA secret key";
    if (verifies(secrets.oa_id, body, key, mac))
        return "signed with the OA id instead of the app id";
    if (verifies(secrets.oa_id, body, app_secret, mac))
        return "signed with the OA id and the app secret instead of the app id and the OA secret key";
    if (!key.empty() && same(sha().of({secrets.app_id, body, key}), mac))
        return "signed without the time stamp";
    return {};
}

std::string sign(std::string_view body, std::string_view timestamp, const webhook_secrets& secrets)
{
    const digest made = sha().of({secrets.app_id, body, timestamp, secrets.oa_secret_key.reveal()});
    return "mac=" + to_hex(std::string(made.begin(), made.end()));
}

std::string sha256(std::string_view a, std::string_view b, std::string_view c)
{
    const digest made = sha().of({a, b, c});
    return {made.begin(), made.end()};
}

std::string to_hex(std::string_view bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

} // namespace adapters::zalo
